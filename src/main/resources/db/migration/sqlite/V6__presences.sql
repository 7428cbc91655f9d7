-- A presence may have no user: user_id may be null. SQLite cannot change that in place, so the table is made anew; api_keys,
-- whose rows point into it, steps aside meanwhile, so that no foreign key is broken or followed.
create temporary table kept_keys as select session_id, hash, hint, created_at from api_keys;
drop table api_keys;

create table presences (
  id         text primary key,
  user_id    text references users (id) on delete cascade, -- null for a guest
  channel    text not null,
  device     text not null,
  address    text not null,
  started_at integer not null,
  last_seen  integer not null,
  expires_at integer not null,
  ended_at   integer,
  end_reason text
);

insert into presences
select id, user_id, channel, device, address, started_at, last_seen, expires_at, ended_at, end_reason from sessions;

drop table sessions;
alter table presences rename to sessions;

create index sessions_by_user on sessions (user_id, ended_at);
create index sessions_by_expiry on sessions (expires_at);
create index sessions_open on sessions (channel, last_seen) where ended_at is null;

create table api_keys (
  session_id text primary key references sessions (id) on delete cascade,
  hash       text not null unique,
  hint       text not null,
  created_at integer not null
);

insert into api_keys select session_id, hash, hint, created_at from kept_keys;
drop table kept_keys;
