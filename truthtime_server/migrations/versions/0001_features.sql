-- The statements of notes, devices, account and subscriptions: as in 0001_functions.sql, one function each.

-- A note as the API answers it (projecting.note_shown does the same). Times as RFC 3339 in UTC.
create function note_document(n daily_notes) returns json
  language sql stable set search_path = public, pg_temp
as $$
  select json_build_object('id', n.id, 'date', n.note_date, 'content', n.content, 'time_entry_id', n.time_entry_id,
    'revision', n.revision, 'heads', n.heads, 'revisions', n.revisions, 'merged', cardinality(n.heads) > 1,
    'deleted', n.deleted,
    'created_at', to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"'),
    'updated_at', to_char(n.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"'))
$$;

-- One note: its day, its heads, and its document if that is wanted.
create function note_by_id(p_identity text, p_id uuid, p_whole boolean)
  returns table (day text, deleted boolean, heads text[], document text)
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return query select n.note_date::text, n.deleted, n.heads, case when p_whole then note_document(n)::text end
    from daily_notes n where n.user_id = v_user and n.id = p_id;
end
$$;

-- A page of notes, the newest day first: at most p_limit, and at most p_bytes of text beyond the first. Nothing but
-- the etag when the caller knows the page already.
create function notes_page(p_identity text, p_from date, p_to date, p_before date, p_limit integer, p_bytes bigint,
    p_fold integer, p_known text[])
  returns table (etag text, head bigint, documents text[], last date, more boolean)
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
  v_head bigint := 0;
  v_etag text := format('"%s-0-0"', p_fold);
begin
  select s.head, format('"%s-%s-%s"', p_fold, s.epoch, s.head) into v_head, v_etag
    from user_sync s where s.user_id = v_user;
  v_etag := coalesce(v_etag, format('"%s-0-0"', p_fold));
  if v_etag = any (p_known) then
    return query select v_etag, v_head, null::text[], null::date, false;
    return;
  end if;
  return query
    with found as materialized (
      select n.id, n.note_date, row_number() over newest as place,
        sum(octet_length(n.content)) over newest - octet_length(n.content) as bytes_before
      from (
        select d.id, d.note_date, d.content from daily_notes d
        where d.user_id = v_user and not d.deleted
          and (p_from is null or d.note_date >= p_from) and (p_to is null or d.note_date <= p_to)
          and (p_before is null or d.note_date < p_before)
        order by d.note_date desc limit p_limit + 1
      ) n window newest as (order by n.note_date desc)
    ), kept as materialized (
      select f.id, f.note_date from found f where f.place <= p_limit and f.bytes_before < p_bytes
    )
    select v_etag, coalesce(v_head, 0),
      (select array_agg(note_document(n)::text order by n.note_date desc)
        from kept k join daily_notes n on n.user_id = v_user and n.id = k.id),
      (select min(k.note_date) from kept k),
      (select count(*) from found) > (select count(*) from kept);
end
$$;

-- Enrol a device, or give an enrolled one its name. `fresh` says which; `refused` why not.
create function device_enrol(p_identity text, p_device uuid, p_incarnation integer, p_name text, p_most integer)
  returns table (fresh boolean, refused text, document text)
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
  v_known devices;
begin
  if p_device = api_device(v_user) then
    return query select false, 'device_reserved', null::text;
    return;
  end if;
  select * into v_known from devices d
    where d.user_id = v_user and d.device = p_device and d.incarnation = p_incarnation;
  if v_known.retired_at is not null then
    return query select false, 'device_retired', null::text;
    return;
  end if;
  if v_known.device is null and (select count(*) from devices d where d.user_id = v_user) >= p_most then
    return query select false, 'too_many_devices', null::text;
    return;
  end if;
  return query
    insert into devices as d (user_id, device, incarnation, name) values (v_user, p_device, p_incarnation, p_name)
    on conflict (user_id, device, incarnation) do update set name = excluded.name
    returning v_known.device is null, null::text, device_document(d)::text;
end
$$;

create function device_document(d devices) returns json
  language sql stable set search_path = public, pg_temp
as $$
  select json_build_object('id', d.device, 'incarnation', d.incarnation, 'name', d.name,
    'kind', case when d.device = api_device(d.user_id) then 'api' else 'device' end,
    'seq', d.head_seq, 'hash', encode(d.head_hash, 'hex'),
    'enrolled_at', to_char(d.enrolled_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"'),
    'retired_at', to_char(d.retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"'))
$$;

create function devices_of(p_identity text) returns text[]
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return array(select device_document(d)::text from devices d
    where d.user_id = v_user order by d.enrolled_at, d.device, d.incarnation);
end
$$;

-- Retire every incarnation of a device; the first time counts. Its newest incarnation, NULL when there is none.
create function device_retire(p_identity text, p_device uuid) returns text
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  update devices d set retired_at = now()
    where d.user_id = v_user and d.device = p_device and d.retired_at is null and p_device <> api_device(v_user);
  return (select device_document(d)::text from devices d where d.user_id = v_user and d.device = p_device
    order by d.incarnation desc limit 1);
end
$$;

-- Events in the order they arrived, with their words: at most p_limit, and at most p_bytes beyond the first.
create function export_page(p_identity text, p_after bigint, p_until bigint, p_limit integer, p_bytes bigint)
  returns table (number bigint, device text, incarnation integer, seq bigint, hash text, payload text, salt text,
    words text)
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return query
    with found as materialized (
      select e.number as n, sum(octet_length(e.payload) + coalesce(octet_length(c.text), 0)) over (order by e.number)
        - octet_length(e.payload) - coalesce(octet_length(c.text), 0) as bytes_before
      from (
        select o.number, o.payload, o.content from events o
        where o.user_id = v_user and o.number > p_after and o.number <= p_until order by o.number limit p_limit
      ) e left join content c on c.user_id = v_user and c.hash = e.content
    )
    select e.number, e.device::text, e.incarnation, e.seq, encode(e.hash, 'hex'), e.payload, c.salt, c.text
    from found f join events e on e.user_id = v_user and e.number = f.n
      left join content c on c.user_id = v_user and c.hash = e.content
    where f.bytes_before < p_bytes order by e.number;
end
$$;

-- Number of the newest event of a user's log, 0 before the first.
create function log_head(p_identity text) returns bigint
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return coalesce((select s.head from user_sync s where s.user_id = v_user), 0);
end
$$;

-- Everything of a user, gone. Whoever writes for them at this moment is waited for first, and refused afterwards:
-- the log is locked, then the user, in the order in which a writer takes them.
create function erase_account(p_identity text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user uuid;
begin
  perform set_config('app.identity', p_identity, true);
  v_user := public.app_user();
  if v_user is null then
    raise exception 'no proven identity' using errcode = 'insufficient_privilege';
  end if;
  perform from public.user_sync s where s.user_id = v_user for update;
  perform from public.users u where u.id = v_user for update;
  delete from public.kept_answers where user_id = v_user;
  delete from public.time_intervals where user_id = v_user;
  delete from public.time_entries where user_id = v_user;
  delete from public.daily_notes where user_id = v_user;
  delete from public.projects where user_id = v_user;
  delete from public.content where user_id = v_user;
  delete from public.events where user_id = v_user;
  delete from public.devices where user_id = v_user;
  delete from public.user_sync where user_id = v_user;
  delete from public.subscriptions where user_id = v_user;
  delete from public.access_tokens where user_id = v_user;
  update public.stripe_events set user_id = null, customer = null, payload = '{}', outcome = 'erased'
    where user_id = v_user;
  delete from public.users where id = v_user;
end
$$;

-- What Stripe last said about a user's subscription; NULL when it never said anything.
create function subscription_of(p_identity text) returns text
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return (select json_build_object('id', s.id, 'plan', s.plan, 'status', s.status,
      'billing_interval', s.billing_interval, 'cancel_at_period_end', s.cancel_at_period_end,
      'current_period_start_ms', (extract(epoch from s.current_period_start) * 1000)::bigint,
      'current_period_end_ms', (extract(epoch from s.current_period_end) * 1000)::bigint,
      'trial_end_ms', (extract(epoch from s.trial_end) * 1000)::bigint)::text
    from subscriptions s where s.user_id = v_user);
end
$$;

-- Keep an event of Stripe's once, and make the user's subscription what all their events amount to: the newest event
-- of each subscription counts, so events may arrive in any order. What happened, for the log.
-- p_facts: what subscriptions need of it, and no words of a person; p_rank orders events of one second.
create function keep_stripe_event(p_id text, p_type text, p_created timestamptz, p_user uuid, p_customer text,
    p_facts text, p_rank integer, p_new uuid) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user uuid;
  v_owner uuid;
  v_outcome text := 'stored';
begin
  -- One at a time: two events of one user must see each other.
  perform pg_advisory_xact_lock(727276);
  if exists (select from public.stripe_events e where e.id = p_id) then
    return 'repeated';
  end if;
  select e.user_id into v_owner from public.stripe_events e
    where e.customer = p_customer and e.user_id is not null limit 1;
  if p_user is null then
    v_user := v_owner;
    v_outcome := case when v_user is null and p_customer is not null then 'user_not_known_yet' else v_outcome end;
  else
    select u.id into v_user from public.users u where u.id = p_user;
    if v_user is null then
      v_outcome := 'user_unknown'; -- erased, or of another installation: nothing of them is kept
    elsif v_owner <> v_user then
      v_user := null;
      v_outcome := 'user_contradicted';
    end if;
  end if;
  if v_outcome in ('user_unknown', 'user_contradicted') then
    p_customer := null;
    p_facts := '{}';
  end if;
  begin
    insert into public.stripe_events (id, type, created_at, user_id, customer, outcome, payload, rank)
      values (p_id, p_type, p_created, v_user, p_customer, v_outcome, p_facts, p_rank);
  exception when foreign_key_violation then -- erased at this very moment
    insert into public.stripe_events (id, type, created_at, user_id, customer, outcome, payload, rank)
      values (p_id, p_type, p_created, null, null, 'user_unknown', '{}', p_rank);
    return 'user_unknown';
  end;
  if v_user is null then
    return v_outcome;
  end if;
  -- Events that came before anybody knew whose customer this is.
  update public.stripe_events e set user_id = v_user, outcome = 'stored'
    where e.customer = p_customer and e.user_id is null;
  return case when p_facts <> '{}' and public.amount_to_subscription(v_user, p_new) then 'applied' else v_outcome end;
end
$$;

-- The one row of a user's subscription, from all their events: of each subscription the newest, of these a running
-- one before one that is not, the one begun last before others. False when they have none.
create function amount_to_subscription(p_user uuid, p_new uuid) returns boolean
  language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  v_facts json;
  v_at timestamptz;
begin
  select n.facts, n.created_at into v_facts, v_at
    from (
      select distinct on (e.payload::json ->> 'subscription') e.payload::json as facts, e.created_at
      from public.stripe_events e where e.user_id = p_user and e.type like 'customer.subscription.%' and e.payload <> '{}'
      order by e.payload::json ->> 'subscription', e.created_at desc, e.rank desc, e.id desc
    ) n
    order by array_position(array['trialing', 'active', 'past_due'], n.facts ->> 'status') is null,
      array_position(array['canceled', 'incomplete_expired'], n.facts ->> 'status') is not null,
      (n.facts ->> 'begun')::bigint desc, n.facts ->> 'subscription' limit 1;
  if v_facts is null then
    return false;
  end if;
  insert into public.subscriptions (user_id, id, stripe_customer_id, stripe_subscription_id, plan, status,
      billing_interval, current_period_start, current_period_end, trial_end, cancel_at_period_end, event_created_at)
    select p_user, p_new, r.customer, r.subscription, r.plan, r.status, r.billing_interval,
        to_timestamp(r.period_start), to_timestamp(r.period_end), to_timestamp(r.trial_end), r.cancel_at_period_end, v_at
      from json_to_record(v_facts) as r(customer text, subscription text, plan text, status text,
        billing_interval text, period_start bigint, period_end bigint, trial_end bigint, cancel_at_period_end boolean)
    on conflict (user_id) do update set stripe_customer_id = excluded.stripe_customer_id,
      stripe_subscription_id = excluded.stripe_subscription_id, plan = excluded.plan, status = excluded.status,
      billing_interval = excluded.billing_interval, current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end, trial_end = excluded.trial_end,
      cancel_at_period_end = excluded.cancel_at_period_end, event_created_at = excluded.event_created_at,
      updated_at = now();
  return true;
exception when unique_violation then -- another user has this subscription: Stripe does not say such a thing
  return false;
end
$$;
