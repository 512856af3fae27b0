-- The first schema. Run by Alembic in one transaction, as the role that owns the database.

-- Who may do what. Roles belong to the whole cluster: they may be there already, made for another database.
do $roles$
declare
  wanted text;
begin
  foreach wanted in array array['truthtime_api', 'truthtime_identity', 'truthtime_billing', 'truthtime_erasing',
                                'truthtime_maintenance', 'truthtime_backup'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another migration made it, maybe at this very moment
    end;
    -- The owner of the database may act as each of them; a superuser may anyway. Since PostgreSQL 16 whoever makes a
    -- role is a member that may hand it out and not act as it, so membership alone says nothing.
    if not pg_has_role(current_user, wanted, 'usage') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$roles$;

revoke all on schema public from public;
grant usage on schema public to truthtime_api, truthtime_identity, truthtime_billing, truthtime_erasing,
  truthtime_maintenance, truthtime_backup;

-- The proof behind an identity. The API signs whom it speaks for; a statement that slipped into a request cannot
-- speak for anybody else, because the key is out of its reach.
create table identity_keys (
  position smallint primary key check (position in (1, 2)),
  inner_block bytea not null check (length(inner_block) = 64),
  outer_block bytea not null check (length(outer_block) = 64)
);
alter table identity_keys enable row level security;
alter table identity_keys force row level security;

-- HMAC-SHA-256 (RFC 2104) with the key's two blocks made beforehand. `app.identity` is '<user uuid>:<hmac in hex>'.
create function app_user() returns uuid
  language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp
as $$
declare
  v_identity text := current_setting('app.identity', true);
  v_user text := left(v_identity, 36);
begin
  if v_identity is null or length(v_identity) <> 101 then
    return null;
  end if;
  if exists (
    select from public.identity_keys k
    where encode(sha256(k.outer_block || sha256(k.inner_block || convert_to(v_user, 'UTF8'))), 'hex')
      = right(v_identity, 64)
  ) then
    return v_user::uuid;
  end if;
  return null;
end
$$;

create table users (
  id uuid primary key,
  issuer text not null check (length(issuer) between 1 and 500),
  subject text not null check (length(subject) between 1 and 500),
  created_at timestamptz not null default now(),
  unique (issuer, subject)
);

create table access_tokens (
  user_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  hash bytea not null check (length(hash) = 32),
  prefix text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (user_id, id),
  unique (hash)
);

-- The truth: one log per user, numbered without gaps, each number sealed with everything before it.
create table user_sync (
  user_id uuid primary key references users (id) on delete cascade,
  epoch uuid not null,
  head bigint not null check (head >= 0),
  log_hash bytea not null
);

create table devices (
  user_id uuid not null references users (id) on delete cascade,
  device uuid not null,
  incarnation integer not null check (incarnation >= 1),
  name text not null default '' check (length(name) <= 200),
  head_seq bigint not null default 0,
  head_hash bytea not null default '',
  last_ms bigint,
  enrolled_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (user_id, device, incarnation)
);

create table events (
  user_id uuid not null references users (id) on delete cascade,
  number bigint not null check (number >= 1),
  id uuid not null,
  device uuid not null,
  incarnation integer not null,
  seq bigint not null,
  type text not null,
  timer uuid,
  subject text,
  payload text not null,
  hash bytea not null check (length(hash) = 32),
  log_hash bytea not null check (length(log_hash) = 32),
  content bytea check (length(content) = 32),
  received_at timestamptz not null default now(),
  held text,
  primary key (user_id, number),
  unique (user_id, id),
  unique (user_id, device, incarnation, seq)
);
create index events_by_timer on events (user_id, timer, number) where timer is not null;
create index events_by_subject on events (user_id, subject, number) where subject is not null;

create table content (
  user_id uuid not null references users (id) on delete cascade,
  hash bytea not null check (length(hash) = 32),
  salt text not null,
  text text not null,
  primary key (user_id, hash)
);

-- An event is written once. Only the erasure of a whole account takes any away.
create function events_are_for_ever() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' and current_user = 'truthtime_erasing' then
    return old;
  end if;
  raise exception 'events are only ever added' using errcode = 'insufficient_privilege';
end
$$;
create trigger events_are_for_ever before update or delete on events
  for each row execute function events_are_for_ever();
create trigger events_are_not_emptied before truncate on events
  for each statement execute function events_are_for_ever();

-- What the log amounts to: made by the fold, made again at any time.
create table time_entries (
  user_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  description text not null default '',
  project_id uuid,
  tags text[] not null default '{}',
  status text not null check (status in ('running', 'paused', 'stopped')),
  started_at timestamptz not null,
  ended_at timestamptz,
  worked_seconds bigint not null check (worked_seconds >= 0),
  counting_since_ms bigint,
  voided boolean not null default false,
  document text not null,
  fold_version integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, id),
  check ((ended_at is null) = (status <> 'stopped')),
  check (ended_at is null or ended_at >= started_at)
);
create index time_entries_newest on time_entries (user_id, started_at desc, id desc);
create index time_entries_open on time_entries (user_id) where status <> 'stopped';

create table time_intervals (
  user_id uuid not null,
  entry_id uuid not null,
  position integer not null check (position >= 0),
  kind text not null check (kind in ('work', 'claimed', 'paused', 'idle', 'locked', 'asleep', 'off')),
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  duration_ms bigint not null check (duration_ms >= 0),
  answered boolean not null,
  primary key (user_id, entry_id, position),
  foreign key (user_id, entry_id) references time_entries (user_id, id) on delete cascade
);

create table projects (
  user_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  name text not null,
  archived boolean not null default false,
  primary key (user_id, id)
);

create table daily_notes (
  user_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  note_date date not null,
  content text not null,
  time_entry_id uuid,
  revision text not null,
  heads text[] not null,
  revisions integer not null check (revisions >= 1),
  deleted boolean not null default false,
  fold_version integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, id),
  unique (user_id, note_date)
);

-- Answers to requests that carried an Idempotency-Key, kept for two days.
create table kept_answers (
  user_id uuid not null references users (id) on delete cascade,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null check (length(request_hash) = 32),
  status smallint not null,
  answer text not null,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);

-- Money stands beside the log. Only Stripe's word changes it, never a request of the API.
create table subscriptions (
  user_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  stripe_customer_id text,
  stripe_subscription_id text,
  plan text not null check (plan in ('free', 'pro')),
  status text not null check (status in
    ('none', 'incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'canceled', 'unpaid', 'paused')),
  billing_interval text check (billing_interval in ('month', 'year')),
  current_period_start timestamptz,
  current_period_end timestamptz,
  trial_end timestamptz,
  cancel_at_period_end boolean not null default false,
  event_created_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, id),
  unique (user_id),
  unique (stripe_customer_id),
  unique (stripe_subscription_id)
);

create table stripe_events (
  id text primary key check (length(id) between 1 and 255),
  type text not null,
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  user_id uuid references users (id) on delete set null,
  customer text,
  outcome text not null,
  payload text not null default '{}', -- what a subscription needs of it; no names or addresses
  rank smallint not null default 0
);
create index stripe_events_by_user on stripe_events (user_id) where user_id is not null;
create index stripe_events_by_customer on stripe_events (customer) where customer is not null;

-- Walls. Each role sees what its work needs; "forced" holds the owner to it as well.
do $walls$
declare
  walled text;
begin
  foreach walled in array array['access_tokens', 'user_sync', 'devices', 'events', 'content', 'time_entries',
      'time_intervals', 'projects', 'daily_notes', 'kept_answers', 'subscriptions', 'stripe_events', 'users'] loop
    execute format('alter table %I enable row level security', walled);
    execute format('alter table %I force row level security', walled);
    execute format('create policy own on %I to truthtime_api, truthtime_erasing using (%I = (select app_user()))'
      ' with check (%I = (select app_user()))', walled,
      case walled when 'users' then 'id' else 'user_id' end, case walled when 'users' then 'id' else 'user_id' end);
    execute format('create policy everything on %I for select to truthtime_backup using (true)', walled);
    execute format('create policy maintained on %I to truthtime_maintenance using (true) with check (true)', walled);
    execute format('grant select on %I to truthtime_backup', walled);
    execute format('grant select, insert, update, delete on %I to truthtime_maintenance', walled);
  end loop;
end
$walls$;
revoke update, delete on events from truthtime_maintenance;

grant select on identity_keys to truthtime_identity;
grant select, insert, update, delete on identity_keys to truthtime_maintenance;
create policy proofs on identity_keys for select to truthtime_identity using (true);
create policy maintained on identity_keys to truthtime_maintenance using (true) with check (true);

grant select, insert on events, content to truthtime_api;
grant select, insert, update on user_sync, devices to truthtime_api;
grant select, insert, update, delete on time_entries, time_intervals, projects, daily_notes to truthtime_api;
grant select, insert, delete on kept_answers to truthtime_api;
grant select on users, subscriptions, access_tokens to truthtime_api;

grant select, insert on users to truthtime_identity;
grant select, update on access_tokens to truthtime_identity;
create policy known on users to truthtime_identity using (true) with check (true);
create policy known on access_tokens to truthtime_identity using (true) with check (true);

grant select, insert, update on subscriptions, stripe_events to truthtime_billing;
grant select on users to truthtime_billing;
create policy billed on subscriptions to truthtime_billing using (true) with check (true);
create policy billed on stripe_events to truthtime_billing using (true) with check (true);
create policy billed on users for select to truthtime_billing using (true);

grant select, delete on users, access_tokens, user_sync, devices, events, content, time_entries, time_intervals,
  projects, daily_notes, kept_answers, subscriptions to truthtime_erasing;
grant select, update on stripe_events to truthtime_erasing;
-- An event without a user is what is left of it; whoever changes a row must be able to see what becomes of it.
create policy erased on stripe_events to truthtime_erasing using (user_id is null) with check (user_id is null);
-- To lock them (SELECT ... FOR UPDATE); no statement of that role's functions changes them.
grant update (created_at) on users to truthtime_erasing;
grant update (head) on user_sync to truthtime_erasing;
