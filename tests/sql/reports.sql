-- Both reports in SQL, written from the specification (spec/event-log.md, spec/reports.md) and from where
-- ARCHITECTURE.md says what it leaves open; neither from the core nor from the oracle.
--
-- In: the table `log`, all text, blank fields null; the variables `zone`, `log_zone`, `gap`, `from_day`, `to_day`.
-- Out: the tables `attendance` and `sheet_1` to `sheet_7`, in the order of the reports.

-- Text ----------------------------------------------------------------------------------------------------------

create or replace macro trimmed(v) as regexp_replace(regexp_replace(v, '^[\s\p{Z}]+', ''), '[\s\p{Z}]+$', '');
create or replace macro collapsed(v) as regexp_replace(trimmed(v), '[\s\p{Z}]+', ' ', 'g');

-- A fact: of all values that are known, that of the latest time, at the same time the greater by its bytes.
create or replace macro fact(t, v) as (max({'t': t, 'v': v}) filter (v is not null)).v;

-- Time ----------------------------------------------------------------------------------------------------------

create or replace macro parts(v) as regexp_extract(v,
  '^[\s\p{Z}]*(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.\d+)?)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?[\s\p{Z}]*$',
  ['y', 'mo', 'd', 'h', 'mi', 's', 'o']);

-- What the clock showed, if that is a time at all. Second 60 is 59.
create or replace macro clock(v) as case when parts(v).y not in ('', '0000') then
  try_cast(parts(v).y || '-' || parts(v).mo || '-' || parts(v).d || ' ' || parts(v).h || ':' || parts(v).mi || ':'
    || case parts(v).s when '' then '00' when '60' then '59' else parts(v).s end as timestamp) end;

create or replace macro behind(o) as case when o in ('Z', 'z') then 0 else
  (case left(o, 1) when '-' then -1 else 1 end) * (substr(o, 2, 2)::int * 3600 + substr(o, 5, 2)::int * 60) end;

-- The instant at which a zone's clock shows this; of two the earlier, after a gap where it never does.
create or replace macro instant(c, z) as epoch(case
  when timezone(z, timezone(z, c) - interval 1 hour) = c then timezone(z, c) - interval 1 hour
  when timezone(z, timezone(z, c) - interval 30 minutes) = c then timezone(z, c) - interval 30 minutes
  else timezone(z, c) end)::bigint;

create or replace macro moment(v) as case when clock(v) is null then null
  when parts(v).o = '' then instant(clock(v), getvariable('log_zone'))
  else epoch(clock(v))::bigint - behind(parts(v).o) end;

create or replace macro here(t) as timezone(getvariable('zone'), to_timestamp(t));
create or replace macro day_of(t) as here(t)::date;
create or replace macro us(t) as strftime(here(t), '%m/%d/%Y %H:%M');
create or replace macro iso(t) as strftime(here(t), '%Y-%m-%d %H:%M');

-- Events --------------------------------------------------------------------------------------------------------

create or replace temp table heard as
select *, moment("time") as t, lower(trimmed(event)) as kind, coalesce(event_code, '') as code,
  coalesce(session_id, instance_id) as session, coalesce(instance_id, session_id) as instance,
  case when lower(trimmed(event)) = 'session' then null
    when user_id is not null then {'value': user_id, 'field': 0}
    when username is not null then {'value': username, 'field': 1}
    when email is not null then {'value': lower(email), 'field': 2}
    when display_name is not null then {'value': lower(collapsed(display_name)), 'field': 3} end as who,
  case when target_user_id is null then target_name end as named_target
from log;

-- One event logged twice counts once; of a fact that both have, the greater.
create or replace temp table once as
select t, kind, code, session, instance, who, connection_id, bubble_id, target_user_id, named_target,
  max(country) as country
from heard group by t, kind, code, session, instance, who, connection_id, bubble_id, target_user_id, named_target;

-- 1. Attendance -------------------------------------------------------------------------------------------------

create or replace temp table occurrence as
select code, session, instance, min(t) filter (kind = 'room_opened') as opened,
  max(t) filter (kind = 'room_closed') as closed,
  coalesce(min(t) filter (kind = 'room_opened'), min(t)) as begins,
  coalesce(max(t) filter (kind = 'room_closed'), max(t)) as ends
from heard where kind <> 'session' group by code, session, instance;

create or replace temp table attendance_range as
select coalesce(getvariable('from_day'), least(getvariable('to_day'), min(day_of(t)))) as first,
  coalesce(getvariable('to_day'), greatest(getvariable('from_day'), max(day_of(t)))) as last
from heard where kind <> 'session';

create or replace temp table too_long as
select coalesce(last > (first + interval 6 months - interval 1 day)::date, false) as too_long from attendance_range;

-- What happens in one second is netted.
create or replace temp table second as
select code, session, instance, who, connection_id, t, count(*) filter (kind = 'joined') as joins,
  count(*) filter (kind = 'left') as leaves
from once where kind in ('joined', 'left') group by code, session, instance, who, connection_id, t;

-- How many are open after each second: of a named connection 0 or 1; without a name any number, never below 0.
create or replace temp table level as
with summed as (
  select *, sum(joins - leaves) over w as s,
    last_value(case when joins > leaves then 1 when joins < leaves then 0 end ignore nulls) over w as state
  from second
  window w as (partition by code, session, instance, who, connection_id order by t rows unbounded preceding)
), after as (
  select *, case when connection_id is not null then coalesce(state, 0)
    else s - least(0, min(s) over (partition by code, session, instance, who, connection_id order by t
      rows unbounded preceding)) end::bigint as after
  from summed
)
select *, lag(after, 1, 0::bigint) over (partition by code, session, instance, who, connection_id order by t) as before
from after;

-- From each join to the leave that closes it: what was opened last is closed first. What is never closed ends with
-- the room, but not before it began. Who joined in a second was there in it.
create or replace temp table spell as
select l.code, l.session, l.instance, l.who, l.t as came,
  coalesce((select min(later.t) from level later
    where later.code = l.code and later.session = l.session and later.instance = l.instance and later.who = l.who
      and later.connection_id is not distinct from l.connection_id and later.t > l.t and later.after < n.n),
    greatest(l.t, o.ends)) as went
from level l join occurrence o using (code, session, instance)
  cross join (select unnest(range(1, 1000)) as n) n
where n.n > l.before and n.n <= l.after
union all
select code, session, instance, who, t, t from second where joins > 0;

create or replace temp table stay as
with seen as (
  select *, max(went) over (partition by code, session, instance, who order by came, went
    rows between unbounded preceding and 1 preceding) as so_far from spell
), numbered as (
  select *, sum(case when so_far is null or came > so_far then 1 else 0 end) over
    (partition by code, session, instance, who order by came, went rows unbounded preceding) as n from seen
)
select code, session, instance, who, min(came) as came, max(went) as went from numbered
group by code, session, instance, who, n;

create or replace temp table presence as
with apart as (
  select *, came - lag(went) over (partition by code, session, instance, who order by came) as away from stay
)
select code, session, instance, who, max(went) as last_leave, sum(went - came)::bigint as present,
  count(*) filter (away > getvariable('gap')) as rejoins
from apart group by code, session, instance, who;

create or replace temp table facts_of_session as
select code, session, fact(t, session_name) as session_name, fact(t, session_owner) as session_owner,
  moment(fact(t, session_created)) as session_created, fact(t, context_name) as context_name,
  fact(t, context_id) as context_id
from heard group by code, session;

create or replace temp table attendee as
select code, session, instance, who, fact(t, display_name) as display_name, fact(t, first_name) as first_name,
  fact(t, last_name) as last_name, fact(t, email) as email,
  coalesce(fact(t, username), fact(t, display_name), '') as username,
  case when bool_or(lower(trimmed(role)) = 'moderator') then 'Moderator'
    when bool_or(lower(trimmed(role)) = 'presenter') then 'Presenter'
    when bool_or(lower(trimmed(role)) = 'participant') then 'Participant' else fact(t, role) end as role,
  coalesce(fact(t, attendee_type), case when who.field < 2 then 'Registered' else 'Guest' end) as attendee_type,
  min(t) filter (kind = 'joined') as first_join
from heard where who is not null group by code, session, instance, who
having bool_or(kind in ('joined', 'left', 'join_failed'));

create or replace temp table attendance as
select us(session_created) as "SessionDate", session_name as "SessionName", session as "SessionIdentifier",
  instance as "SessionInstanceIdentifer", session_owner as "SessionOwner", us(opened) as "RoomOpened",
  us(closed) as "RoomClosed", display_name as "NameOfAttendee", first_name as "FirstNameOfAttendee",
  last_name as "LastNameOfAttendee", email as "EmailOfAttendee", username as "Username", role as "AttendeeRole",
  attendee_type as "AttendeeType", us(first_join) as "AttendeeFirstJoinTime",
  us(last_leave) as "AttendeeLastLeaveTime",
  printf('%02d:%02d:%02d', coalesce(present, 0) // 3600, coalesce(present, 0) // 60 % 60, coalesce(present, 0) % 60)
    as "AttendeeTotalTimeInSession",
  coalesce(rejoins, 0) as "AttendeeTotalRejoins", context_name as "ContextName", context_id as "ContextIdentifier"
from attendee join occurrence using (code, session, instance) join facts_of_session using (code, session)
  left join presence using (code, session, instance, who), attendance_range
where day_of(begins) between attendance_range.first and attendance_range.last
order by begins, session, instance, first_join nulls last, username, who.value, who.field, code;

-- 2. Smart Sessions ---------------------------------------------------------------------------------------------

create or replace temp table days as
select coalesce(getvariable('from_day'), least(getvariable('to_day'), min(day_of(t)))) as first,
  coalesce(getvariable('to_day'), greatest(getvariable('from_day'), max(day_of(t)))) as last
from heard;

create or replace temp table heard_within as
select heard.* from heard, days where day_of(t) between days.first and days.last;
create or replace temp table within as
select once.*, t // 60 as minute from once, days where day_of(t) between days.first and days.last;

create or replace temp table room as
select code, session, coalesce(fact(t, session_name), '') as room, moment(fact(t, starts_at)) as starts,
  moment(fact(t, ends_at)) as ends, fact(t, capacity) as capacity
from heard group by code, session;

-- Who was in a room in the range, as the sheets name them.
create or replace temp table person as
select code, session, who,
  coalesce(nullif(concat_ws(' ', fact(t, first_name), fact(t, last_name)), ''), fact(t, display_name),
    fact(t, username), fact(t, email), '') as name,
  coalesce(fact(t, user_id), fact(t, username), fact(t, email), '') as id
from heard_within where who is not null group by code, session, who;

create or replace temp table sheet_1 as
with range as (
  select instant(first::timestamp, getvariable('zone')) as opens,
    instant((last + 1)::timestamp, getvariable('zone')) as closes from days
)
select code as "Event id/short-code", strftime(here(starts), '%Y-%m-%d') as "Start Date (yyyy-mm-dd)",
  strftime(here(ends), '%Y-%m-%d') as "End Date (yyyy-mm-dd)", room as "Room name", 'Y' as "Privacy (Y/N)",
  case when regexp_matches(trimmed(capacity), '^[0-9]{1,15}$') then trimmed(capacity)::bigint::varchar else capacity
    end as "Room capacity",
  strftime(here(starts), '%H:%M') as "Start Time (hh:mm)", strftime(here(ends), '%H:%M') as "End Time (hh:mm)",
  (ends - starts) / 3600 as "Duration"
from room, range
where exists (select 1 from heard_within h where h.code = room.code and h.session = room.session)
  or case when starts is null or ends is null then coalesce(starts, ends) >= opens and coalesce(starts, ends) < closes
    else starts < closes and (ends > opens or starts = ends and starts >= opens) end
order by code, room, session;

-- Of joins without a country the attendee's known one counts.
create or replace temp table sheet_2 as
with known as (
  select code, session, who, fact(t, country) as country from heard_within where who is not null
  group by code, session, who
), told as (
  select distinct code, session, who, country from within where kind = 'joined' and country is not null
), counted as (
  select * from told
  union all
  select distinct w.code, w.session, w.who, known.country from within w join known using (code, session, who)
  where w.kind = 'joined' and not exists (select 1 from told
    where told.code = w.code and told.session = w.session and told.who = w.who)
)
select code as "Event id/short-code", room as "Room name", 'Y' as "Privacy (Y/N)", country as "Country",
  count(*) as "Num users"
from counted join room using (code, session) group by code, session, room, country
order by code, room, session, coalesce(country, '');

create or replace temp table sheet_3 as
select code as "Event id/short-code", room as "Room name", 'Y' as "Privacy (Y/N)", count(*) as "Total Users Join",
  count(distinct who) as "Total Unique User Join", iso(minute * 60) as "Start Date and Time (yyyy-mm-dd hh:mm)"
from within join room using (code, session) where kind = 'joined' group by code, session, room, minute
order by code, room, session, minute;

create or replace temp table sheet_4 as
select code as "Event id/short-code", room as "Room name", 'Y' as "Privacy (Y/N)", id as "User id",
  name as "Attendee", count(*) as "Count of entry"
from within join room using (code, session) join person using (code, session, who) where kind = 'joined'
group by code, session, room, who, id, name order by code, room, session, name, who.value, who.field;

create or replace temp table sheet_5 as
with acted as (
  select code, session, who, day_of(t) as day, count(distinct bubble_id) filter (kind = 'bubble_joined') as bubbles,
    bool_or(kind = 'chat') as chatted, count(*) filter (kind = 'teleported') as teleports
  from within where kind in ('joined', 'chat', 'bubble_joined', 'teleported') group by code, session, who, day
)
select code as "Event id/short-code", room as "Room name", name as "User", bubbles as "No of bubbles made",
  case when chatted then 'Y' else 'N' end as "Chat interaction (Y/N)", teleports as "No of teleportation",
  (select fact(h.t, h.country) from heard_within h where h.code = acted.code and h.session = acted.session
    and h.who = acted.who and day_of(h.t) <= acted.day) as "Country",
  strftime(day, '%Y-%m-%d') as "Date (yyyy-mm-dd)"
from acted join room using (code, session) join person using (code, session, who)
order by code, room, session, name, who.value, who.field, day;

create or replace temp table sheet_6 as
with bubble as (
  select code, session, bubble_id, bool_or(kind = 'bubble_locked') as locked,
    count(distinct who) filter (kind = 'bubble_joined') as people
  from once where bubble_id is not null group by code, session, bubble_id
)
select code as "Event id/short-code", id as "User id", name as "User", room as "Room name",
  bubble_id as "Bubble id", case when locked then 'Y' else 'N' end as "Lock bubble (Y/N)",
  people as "Total number of people in bubble", iso(t) as "Start Date and Time (yyyy-mm-dd hh:mm)"
from within join room using (code, session) join person using (code, session, who)
  join bubble using (code, session, bubble_id)
where kind = 'bubble_joined' order by code, room, session, name, who.value, who.field, t, bubble_id;

create or replace temp table sheet_7 as
with people as (
  select code, who.value as id,
    nullif(coalesce(nullif(concat_ws(' ', fact(t, first_name), fact(t, last_name)), ''), fact(t, display_name),
      fact(t, username), fact(t, email), ''), '') as target
  from heard where who.field = 0 group by code, who
), teleport as (
  select code, session, who, minute, target_user_id, named_target, count(*) as times
  from within where kind = 'teleported' group by code, session, who, minute, target_user_id, named_target
), said as (
  select code, session, who, t // 60 as minute, target_user_id, fact(t, target_name) as target
  from heard_within where kind = 'teleported' and target_user_id is not null
  group by code, session, who, minute, target_user_id
), shown as (
  select teleport.*, coalesce(people.target, said.target, teleport.target_user_id, teleport.named_target) as target
  from teleport left join people on people.code = teleport.code and people.id = teleport.target_user_id
    left join said on said.code = teleport.code and said.session = teleport.session and said.who = teleport.who
      and said.minute = teleport.minute and said.target_user_id = teleport.target_user_id
)
select code as "Event id/short-code", id as "User id", name as "User", room as "Room name",
  target as "Person teleported to", times as "Num times teleported",
  iso(minute * 60) as "Start Date and Time (yyyy-mm-dd hh:mm)"
from shown join room using (code, session) join person using (code, session, who)
order by code, room, session, name, who.value, who.field, minute, target, coalesce(target_user_id, '');
