-- Messages of the messaging channels, on the disk before their sender is told that we have them. Times are milliseconds
-- since 1970, UTC. Rows stay for DEDUPE_KEPT: the provider's id is what a duplicate is known by.
create table arrivals (
  id           integer primary key,
  channel      text not null,
  message_id   text not null,
  conversation text not null, -- the channel's name for it
  person       text not null,
  name         text not null,
  text         text not null,
  note         text,
  urgent       integer not null,
  language     text not null,
  trace_id     text not null,
  written_at   integer not null,
  received_at  integer not null,
  turn_id      integer,       -- in which it is answered; null while it waits
  dropped_at   integer,       -- by the operator, or with its session
  unique (channel, message_id)
);

create index arrivals_waiting on arrivals (id) where turn_id is null and dropped_at is null;
create index arrivals_by_turn on arrivals (turn_id) where turn_id is not null;
create index arrivals_by_time on arrivals (received_at);
create index arrivals_by_channel on arrivals (channel, written_at);

-- The outbox: a part of a reply each, written together with the end of its turn. Within a conversation they go out in the
-- order of their ids.
create table deliveries (
  id           integer primary key,
  turn_id      integer not null references turns (id) on delete cascade,
  part         integer not null,
  channel      text not null,
  conversation text not null,
  kind         text not null,                   -- TEXT, or HANDOVER: the conversation is given to a human
  text         text not null,
  state        text not null default 'WAITING', -- WAITING SENDING DELIVERED SILENCED REFUSED DEAD DROPPED
  attempts     integer not null default 0,
  next_try     integer not null,
  created_at   integer not null,
  sent_at      integer,                         -- set while it is unknown whether a send arrived: since when
  ended_at     integer,
  provider_id  text,
  problem      text,
  unique (turn_id, part)
);

create index deliveries_open on deliveries (channel, conversation, id) where state in ('WAITING', 'SENDING');
create index deliveries_by_provider_id on deliveries (channel, provider_id) where provider_id is not null;
create index deliveries_by_state on deliveries (state, id);

-- Conversations that a human holds: the bot is silent in them.
create table handovers (
  channel      text not null,
  conversation text not null,
  held_by      text not null,
  since        integer not null,
  until        integer, -- null: until it is given back
  primary key (channel, conversation)
);

-- Messages whose identities contradict each other: kept for the operator, never answered.
create table quarantine (
  id         integer primary key,
  channel    text not null,
  message_id text not null,
  reason     text not null,
  at         integer not null,
  unique (channel, message_id)
);
