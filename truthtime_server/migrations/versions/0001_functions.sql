-- The statements of the request paths: one function, one round trip, the identity set for that transaction only.

-- The user behind a verified token of an issuer, made on first sight.
create function identify_person(p_issuer text, p_subject text, p_new uuid) returns uuid
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid;
begin
  select u.id into v_id from public.users u where u.issuer = p_issuer and u.subject = p_subject;
  if v_id is null then
    insert into public.users (id, issuer, subject) values (p_new, p_issuer, p_subject)
      on conflict (issuer, subject) do nothing;
    select u.id into v_id from public.users u where u.issuer = p_issuer and u.subject = p_subject;
  end if;
  return v_id;
end
$$;

-- Whose personal access token this is; no row when it is unknown or revoked. Its last use is kept to the hour.
create function identify_token(p_hash bytea)
  returns table (user_id uuid, name text, scopes text[], expires_at timestamptz)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update public.access_tokens t set last_used_at = now()
    where t.hash = p_hash and t.revoked_at is null
      and (t.last_used_at is null or t.last_used_at < now() - interval '1 hour');
  return query select t.user_id, t.name, t.scopes, t.expires_at
    from public.access_tokens t where t.hash = p_hash and t.revoked_at is null;
end
$$;

-- Whom a statement speaks for, from here to the end of its transaction.
create function speak_for(p_identity text) returns uuid
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid;
begin
  perform set_config('app.identity', p_identity, true);
  v_user := app_user();
  if v_user is null then
    raise exception 'no proven identity' using errcode = 'insufficient_privilege';
  end if;
  return v_user;
end
$$;

-- What a decision needs to know, as one JSON text: where the log stands, an answer given before, the events and words
-- of open timers, of one timer, and of one subject. A note may be long and have many revisions: of a note come the
-- words of the revisions that are shown, and of those that p_revisions names.
create function log_look(p_identity text, p_key text, p_timer uuid, p_subject text, p_open boolean, p_project text,
    p_revisions uuid[] default null)
  returns text language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return (
    with wanted as materialized (
      select e.number, e.id, e.timer, e.subject, e.payload, e.content
        from events e where e.user_id = v_user and e.held is null and p_timer is not null and e.timer = p_timer
          and e.subject is null
      union
      select e.number, e.id, e.timer, e.subject, e.payload, e.content
        from time_entries o join events e on e.user_id = v_user and e.timer = o.id and e.held is null
        where p_open and o.user_id = v_user and o.status <> 'stopped' and e.subject is null
      union
      select e.number, e.id, e.timer, e.subject, e.payload, e.content
        from events e where e.user_id = v_user and e.held is null and p_subject is not null and e.subject = p_subject
    ), shown as materialized (
      select unnest(n.heads)::uuid as id from daily_notes n
        where n.user_id = v_user and p_subject like 'note:%' and n.note_date::text = substr(p_subject, 6)
      union select unnest(p_revisions)
    )
    select json_build_object(
      'now_ms', (extract(epoch from clock_timestamp()) * 1000)::bigint,
      'sync', (select json_build_object('epoch', s.epoch, 'head', s.head, 'log_hash', encode(s.log_hash, 'hex'))
        from user_sync s where s.user_id = v_user),
      'device', (select json_build_object('device', d.device, 'incarnation', d.incarnation, 'seq', d.head_seq,
          'hash', encode(d.head_hash, 'hex'), 'last_ms', d.last_ms)
        from devices d where d.user_id = v_user and d.device = api_device(v_user)
        order by d.incarnation desc limit 1),
      'api_device', api_device(v_user),
      'kept', (select json_build_object('request_hash', encode(k.request_hash, 'hex'), 'status', k.status,
          'answer', k.answer)
        from kept_answers k where k.user_id = v_user and k.key = p_key),
      'project', (select p.id from projects p where p.user_id = v_user and p.name = p_project
        order by p.archived, p.id limit 1),
      'names', (select coalesce(json_object_agg(p.id, p.name), '{}') from projects p where p.user_id = v_user
        and p.id in (select o.project_id from time_entries o where o.user_id = v_user
          and (o.id = p_timer or (p_open and o.status <> 'stopped')))),
      'events', (select coalesce(json_agg(json_build_array(w.timer, w.number, w.payload) order by w.number), '[]') from wanted w),
      'words', (select coalesce(json_object_agg(encode(c.hash, 'hex'), c.text), '{}') from content c
        where c.user_id = v_user and c.hash in (select w.content from wanted w where w.content is not null
          and (w.subject is null or w.subject not like 'note:%' or w.id in (select s.id from shown s))))
    )::text
  );
end
$$;

-- The device that requests of the API are written as: one per user, named after them (RFC 9562, version 5 would need
-- SHA-1; any fixed function of the user's id serves).
create function api_device(p_user uuid) returns uuid language sql immutable parallel safe
  set search_path = pg_catalog, pg_temp
as $$
  select (overlay(overlay(left(encode(sha256(convert_to('truthtime-api:' || p_user::text, 'UTF8')), 'hex'), 32)
    placing '8' from 13 for 1) placing '8' from 17 for 1))::uuid
$$;

-- Compare and append: all of it or, when the log has moved on since it was looked at, nothing and NULL.
-- p_body: {epoch, head, log_hash, events, content, devices, entries, intervals, projects, notes, kept}
create function log_append(p_identity text, p_expected bigint, p_body json) returns bigint
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  v_user uuid;
  v_head bigint;
  b record;
begin
  v_user := speak_for(p_identity);
  -- Taken apart once: each look into a JSON text reads all of it, and a note may be long.
  select * into b from json_to_record(p_body) as r(epoch uuid, head bigint, log_hash text, events json, content json,
    devices json, kept json);
  if p_expected = 0 then
    insert into user_sync (user_id, epoch, head, log_hash) values (v_user, b.epoch, 0, '')
      on conflict (user_id) do nothing;
  end if;
  -- The only thing that orders a user's writers.
  select s.head into v_head from user_sync s
    where s.user_id = v_user and s.epoch = b.epoch for update;
  if v_head is distinct from p_expected then
    return null;
  end if;
  insert into events (user_id, number, id, device, incarnation, seq, type, timer, subject, payload, hash, log_hash,
      content, held)
    select v_user, r.number, r.id, r.device, r.incarnation, r.seq, r.type, r.timer, r.subject, r.payload,
        decode(r.hash, 'hex'), decode(r.log_hash, 'hex'), decode(r.content, 'hex'), r.held
      from json_to_recordset(b.events) as r(number bigint, id uuid, device uuid, incarnation integer,
        seq bigint, type text, timer uuid, subject text, payload text, hash text, log_hash text, content text,
        held text);
  insert into content (user_id, hash, salt, text)
    select v_user, decode(r.hash, 'hex'), r.salt, r.text
      from json_to_recordset(b.content) as r(hash text, salt text, text text)
    on conflict (user_id, hash) do nothing;
  insert into devices (user_id, device, incarnation, name, head_seq, head_hash, last_ms)
    select v_user, r.device, r.incarnation, coalesce(r.name, ''), r.seq, decode(r.hash, 'hex'), r.last_ms
      from json_to_recordset(b.devices) as r(device uuid, incarnation integer, name text, seq bigint,
        hash text, last_ms bigint)
    on conflict (user_id, device, incarnation) do update set head_seq = excluded.head_seq,
      head_hash = excluded.head_hash, last_ms = excluded.last_ms;
  perform write_projections(v_user, p_body);
  insert into kept_answers (user_id, key, request_hash, status, answer)
    select v_user, r.key, decode(r.request_hash, 'hex'), r.status, r.answer
      from json_to_recordset(b.kept) as r(key text, request_hash text, status smallint, answer text)
    -- Twice at once with nothing to write: both saw the same log and say the same.
    on conflict (user_id, key) do nothing;
  if json_array_length(b.kept) > 0 then
    delete from kept_answers k where k.user_id = v_user and k.created_at < now() - interval '2 days';
  end if;
  update user_sync set head = b.head, log_hash = decode(b.log_hash, 'hex')
    where user_id = v_user;
  return b.head;
end
$$;

-- The derived tables of what an append touched.
create function write_projections(p_user uuid, p_body json) returns void
  language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  b record;
begin
  select * into b from json_to_record(p_body) as r(entries json, intervals json, projects json, notes json);
  insert into time_entries (user_id, id, description, project_id, tags, status, started_at, ended_at, worked_seconds,
      counting_since_ms, voided, document, fold_version)
    select p_user, r.id, r.description, r.project_id, r.tags, r.status, r.started_at, r.ended_at, r.worked_seconds,
        r.counting_since_ms, r.voided, r.document, r.fold_version
      from json_to_recordset(b.entries) as r(id uuid, description text, project_id uuid, tags text[],
        status text, started_at timestamptz, ended_at timestamptz, worked_seconds bigint, counting_since_ms bigint,
        voided boolean, document text, fold_version integer)
    on conflict (user_id, id) do update set description = excluded.description, project_id = excluded.project_id,
      tags = excluded.tags, status = excluded.status, started_at = excluded.started_at,
      ended_at = excluded.ended_at, worked_seconds = excluded.worked_seconds,
      counting_since_ms = excluded.counting_since_ms, voided = excluded.voided, document = excluded.document,
      fold_version = excluded.fold_version, updated_at = now();
  -- An entry grows at its end: what stands already is left alone.
  delete from time_intervals i using json_to_recordset(b.entries) as r(id uuid, interval_count integer)
    where i.user_id = p_user and i.entry_id = r.id and i.position >= r.interval_count;
  insert into time_intervals (user_id, entry_id, position, kind, started_at, ended_at, duration_ms, answered)
    select p_user, r.entry_id, r.position, r.kind, r.started_at, r.ended_at, r.duration_ms, r.answered
      from json_to_recordset(b.intervals) as r(entry_id uuid, position integer, kind text,
        started_at timestamptz, ended_at timestamptz, duration_ms bigint, answered boolean)
    on conflict (user_id, entry_id, position) do update set kind = excluded.kind, started_at = excluded.started_at,
      ended_at = excluded.ended_at, duration_ms = excluded.duration_ms, answered = excluded.answered
      where (time_intervals.kind, time_intervals.started_at, time_intervals.duration_ms, time_intervals.answered)
        is distinct from (excluded.kind, excluded.started_at, excluded.duration_ms, excluded.answered);
  insert into projects (user_id, id, name, archived)
    select p_user, r.id, r.name, r.archived
      from json_to_recordset(b.projects) as r(id uuid, name text, archived boolean)
    on conflict (user_id, id) do update set name = excluded.name, archived = excluded.archived;
  insert into daily_notes (user_id, id, note_date, content, time_entry_id, revision, heads, revisions, deleted,
      fold_version, created_at, updated_at)
    select p_user, r.id, r.note_date, r.content, r.time_entry_id, r.revision, r.heads, r.revisions, r.deleted,
        r.fold_version, r.created_at, r.updated_at
      from json_to_recordset(b.notes) as r(id uuid, note_date date, content text, time_entry_id uuid,
        revision text, heads text[], revisions integer, deleted boolean, fold_version integer,
        created_at timestamptz, updated_at timestamptz)
    on conflict (user_id, id) do update set content = excluded.content, time_entry_id = excluded.time_entry_id,
      revision = excluded.revision, heads = excluded.heads, revisions = excluded.revisions,
      deleted = excluded.deleted, fold_version = excluded.fold_version, created_at = excluded.created_at,
      updated_at = excluded.updated_at;
end
$$;

-- A page of entries, newest first, as the JSON documents made when they were written. Nothing but the head when the
-- log still stands where the caller knows it and no timer counts.
create function entries_page(p_identity text, p_from timestamptz, p_to timestamptz, p_before timestamptz,
    p_before_id uuid, p_limit integer, p_voided boolean)
  returns table (epoch uuid, head bigint, now_ms bigint, counting bigint[], documents text[], projects text[])
  language plpgsql stable set search_path = public, pg_temp
as $$
declare
  v_user uuid := speak_for(p_identity);
begin
  return query
    select s.epoch, s.head, (extract(epoch from clock_timestamp()) * 1000)::bigint, page.counting, page.documents,
      page.projects
    from (select 1) as always
    left join user_sync s on s.user_id = v_user
    cross join (
      select array_agg(coalesce(t.counting_since_ms, 0) order by t.started_at desc, t.id desc) as counting,
        -- As they are: any function over a long text counts its characters, which took longer than all the rest.
        array_agg(t.document order by t.started_at desc, t.id desc) as documents,
        array_agg(p.name order by t.started_at desc, t.id desc) as projects
      from (
        select e.id, e.started_at, e.counting_since_ms, e.document, e.project_id from time_entries e
        where e.user_id = v_user and (p_voided or not e.voided)
          and (p_to is null or e.started_at < p_to)
          and (p_from is null or e.ended_at is null or e.ended_at >= p_from)
          and (p_before is null or (e.started_at, e.id) < (p_before, p_before_id))
        order by e.started_at desc, e.id desc limit p_limit
      ) t left join projects p on p.user_id = v_user and p.id = t.project_id
    ) page;
end
$$;
