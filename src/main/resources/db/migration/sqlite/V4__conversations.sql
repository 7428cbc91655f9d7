-- Times are milliseconds since 1970, UTC. An owner is a user's id, or '' for trusted callers without a login.

create table conversations (
  id         text primary key,
  owner      text not null,
  channel    text not null,
  key        text not null,
  agent      text not null,
  title      text not null,
  created_at integer not null,
  updated_at integer not null,
  answered   integer not null default 0, -- turns, so that nobody has to count them
  ended_at   integer
);

-- The one that a channel's name for it means now; a reset ends it and the next message opens another.
create unique index conversations_open on conversations (owner, channel, key) where ended_at is null;
create index conversations_by_owner on conversations (owner, updated_at);

-- The log. Rows are only added: a question when it is accepted, its outcome when there is one.
create table turns (
  id              integer primary key,
  conversation_id text references conversations (id) on delete cascade,
  owner           text not null,
  session_id      text,
  channel         text not null,
  agent           text not null,
  client_id       text,
  question        text not null,
  language        text not null,
  trace_id        text not null,
  accepted_at     integer not null
);

create index turns_by_conversation on turns (conversation_id, id) where conversation_id is not null;
create index turns_by_client_id on turns (owner, client_id) where client_id is not null;

create table outcomes (
  turn_id        integer primary key references turns (id) on delete cascade,
  status         text not null,
  answer         text,
  problem        text,
  details        text,
  model          text,
  input_tokens   integer,
  output_tokens  integer,
  first_token_ms integer,
  ended_at       integer not null
);

create table pictures (
  id      text primary key,
  turn_id integer not null references turns (id) on delete cascade,
  type    text not null,
  title   text not null,
  content blob not null
);

create index pictures_by_turn on pictures (turn_id);

-- What people search in: the words of answered turns, without accents. Its rowid is the turn's id.
create virtual table turn_words using fts5 (question, answer, tokenize = 'unicode61 remove_diacritics 2');
