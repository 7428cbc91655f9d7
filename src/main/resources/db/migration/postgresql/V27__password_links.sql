-- As in db/migration/sqlite, which says what each column is.
create table password_links (
  hash       text collate "C" primary key,
  user_id    text collate "C" not null references users (id) on delete cascade,
  expires_at bigint not null
);

create index password_links_by_user on password_links (user_id);
