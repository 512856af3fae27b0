-- Counts behind rate limits (truthtime_server/limits.py), and the schema's revision for /readyz.

-- As in the first migration: the role may be there, and since PostgreSQL 16 membership alone says nothing.
do $roles$
begin
  begin
    if not exists (select from pg_roles where rolname = 'truthtime_limits') then
      create role truthtime_limits nologin;
    end if;
  exception when duplicate_object or unique_violation then
    null; -- another migration made it, maybe at this very moment
  end;
  if not pg_has_role(current_user, 'truthtime_limits', 'usage') then
    execute 'grant truthtime_limits to current_user';
  end if;
end
$roles$;
grant usage on schema public to truthtime_limits;

-- Unlogged: nothing waits for the disk, and a crash empties it. A row is rewritten in place (fillfactor), so a key that
-- is counted all day leaves no dead index entries behind.
create unlogged table rate_counts (
  key bytea primary key check (length(key) = 16),
  minute bigint not null,
  hits bigint not null,
  hits_before bigint not null
) with (fillfactor = 50);
alter table rate_counts enable row level security;
alter table rate_counts force row level security;
create policy counted on rate_counts to truthtime_limits using (true) with check (true);
grant select, insert, update, delete on rate_counts to truthtime_limits;

-- Adds hits to keys and says where each stands: hits in this minute and in the one before, and what is left of it.
-- Rows are taken in the order of their keys, so that two processes that settle at once cannot wait for each other.
create function rate_settle(p_keys bytea[], p_hits integer[])
  returns table (key bytea, hits bigint, hits_before bigint, left_ms integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_ms bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
  v_minute bigint := v_ms / 60000;
begin
  return query
    insert into public.rate_counts as c (key, minute, hits, hits_before)
      select r.key, v_minute, r.hits, 0
        from unnest(p_keys, p_hits) as r(key, hits) order by r.key
      on conflict on constraint rate_counts_pkey do update set
        minute = greatest(c.minute, excluded.minute),
        hits = case when c.minute >= excluded.minute then c.hits else 0 end + excluded.hits,
        hits_before = case
          when c.minute >= excluded.minute then c.hits_before
          when c.minute = excluded.minute - 1 then c.hits
          else 0 end
      returning c.key, c.hits, c.hits_before, (60000 - v_ms % 60000)::integer;
end
$$;

-- Takes away what no longer counts. One process at a time: another one that comes meanwhile has nothing to do.
create function rate_forget() returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_count bigint := 0;
begin
  if pg_try_advisory_xact_lock(727275) then
    delete from public.rate_counts c where c.minute < extract(epoch from clock_timestamp())::bigint / 60 - 1;
    get diagnostics v_count = row_count;
  end if;
  return v_count;
end
$$;

-- What /readyz compares with the program's own revision.
create function schema_revision() returns text
  language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return (select version_num from alembic_version);
end
$$;
