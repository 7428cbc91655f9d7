-- One row a presence on any channel. Times are milliseconds since 1970, UTC.
create table sessions (
  id         text primary key,
  user_id    text not null references users (id) on delete cascade,
  channel    text not null,
  device     text not null,
  address    text not null,
  started_at integer not null,
  last_seen  integer not null,
  expires_at integer not null,
  ended_at   integer,
  end_reason text
);

create index sessions_by_user on sessions (user_id, ended_at);
create index sessions_by_expiry on sessions (expires_at);
