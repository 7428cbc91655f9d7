-- Conversations that their owner shows to others by a link, as they were when it was made. Of the link's token only its SHA-256 is kept. Times
-- are milliseconds since 1970, UTC.
create table shares (
  id              text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  hash            text not null unique,
  title           text not null,
  branch          integer not null, -- the one that was shown
  last_turn       integer not null, -- what came after it is not shared
  created_at      integer not null
);

create index shares_by_conversation on shares (conversation_id, created_at);
