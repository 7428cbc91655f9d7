-- An API key is a session of the channel "key"; here is what tells it apart. Of the key itself only its SHA-256 is kept.
create table api_keys (
  session_id text primary key references sessions (id) on delete cascade,
  hash       text not null unique,
  hint       text not null,
  created_at integer not null
);
