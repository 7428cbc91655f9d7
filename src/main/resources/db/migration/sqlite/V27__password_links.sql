-- Links by which people choose a password: good once, and for a while. Of a link's token only its SHA-256 is kept. Times are
-- milliseconds since 1970, UTC.
create table password_links (
  hash       text primary key,
  user_id    text not null references users (id) on delete cascade,
  expires_at integer not null
);

create index password_links_by_user on password_links (user_id);
