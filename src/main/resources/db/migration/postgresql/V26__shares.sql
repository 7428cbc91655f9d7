-- As in db/migration/sqlite, which says what each column is.
create table shares (
  id              text collate "C" primary key,
  conversation_id text collate "C" not null references conversations (id) on delete cascade,
  hash            text collate "C" not null unique,
  title           text collate "C" not null,
  branch          bigint not null,
  last_turn       bigint not null,
  created_at      bigint not null
);

create index shares_by_conversation on shares (conversation_id, created_at);
