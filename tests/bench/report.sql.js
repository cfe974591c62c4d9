// The attendance report of log.mjs in DuckDB's SQL; %LOG% is the table function that reads it. Each row comes as
// one text, which is the fastest way for it to leave the database.

import { HEADER } from "./shared.js";

export const SQL = `
with told as materialized (
  select instance_id, user_id, any_value(session_id) as session_id, any_value(session_name) as session_name,
    max(session_owner) as owner, max(session_created) as created, max(context_name) as context,
    max(context_id) as context_id, min(time) filter (event = 'room_opened') as opened,
    max(time) filter (event = 'room_closed') as closed, max(display_name) as shown, max(first_name) as first,
    max(last_name) as last, max(email) as email, max(username) as login, max(role) as role,
    max(attendee_type) as type, min(time) filter (event = 'joined') as joined,
    max(time) filter (event = 'left') as left_at,
    list({'t': epoch(time)::bigint, 'step': case event when 'joined' then 1 else -1 end})
      filter (event in ('joined', 'left')) as moves
  from %LOG% group by instance_id, user_id
), moves as (
  select instance_id, user_id, unnest(moves, recursive := true) from told where user_id is not null
), steps as (
  select *, sum(step) over (partition by instance_id, user_id order by t) as after from moves
), stays as (
  select instance_id, user_id,
    sum(case when step = 1 and after = 1 then -t when after = 0 then t else 0 end)::bigint as present,
    count(*) filter (step = 1 and after = 1) - 1 as rejoins
  from steps group by instance_id, user_id
)
select concat_ws(',', strftime(room.created, '%m/%d/%Y %H:%M'), room.session_name, room.session_id, instance_id,
  room.owner, strftime(room.opened, '%m/%d/%Y %H:%M'), strftime(room.closed, '%m/%d/%Y %H:%M'), person.shown,
  person.first, person.last, person.email, person.login, person.role, person.type,
  strftime(person.joined, '%m/%d/%Y %H:%M'), strftime(person.left_at, '%m/%d/%Y %H:%M'),
  printf('%02d:%02d:%02d', present // 3600, present // 60 % 60, present % 60), rejoins, room.context,
  room.context_id
) as row
from told as person join stays using (instance_id, user_id)
  join (select * from told where user_id is null) as room using (instance_id)`;

export const COLUMNS = `{
  'time': 'TIMESTAMP', 'event': 'VARCHAR', 'event_code': 'VARCHAR', 'session_id': 'VARCHAR',
  'session_name': 'VARCHAR', 'instance_id': 'VARCHAR', 'session_owner': 'VARCHAR', 'session_created': 'TIMESTAMP',
  'starts_at': 'VARCHAR', 'ends_at': 'VARCHAR', 'capacity': 'VARCHAR', 'context_name': 'VARCHAR',
  'context_id': 'VARCHAR', 'user_id': 'VARCHAR', 'username': 'VARCHAR', 'display_name': 'VARCHAR',
  'first_name': 'VARCHAR', 'last_name': 'VARCHAR', 'email': 'VARCHAR', 'role': 'VARCHAR',
  'attendee_type': 'VARCHAR', 'country': 'VARCHAR', 'connection_id': 'VARCHAR', 'bubble_id': 'VARCHAR',
  'target_user_id': 'VARCHAR', 'target_name': 'VARCHAR'
}`;

/** The query for a log of this name. */
export const query = (name) => SQL.replace("%LOG%", `read_csv('${name}', header = true, columns = ${COLUMNS})`);

export { HEADER };
