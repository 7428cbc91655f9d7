-- Wishes for a human that nobody has seen to yet: one a conversation, until a human takes it or it is given back. Times are
-- milliseconds since 1970, UTC.
create table handover_requests (
  channel      text not null,
  conversation text not null, -- the channel's name for it
  person       text not null, -- the customer's name, as far as it is known
  agent        text not null,
  reason       text not null, -- a code: asked, complaint, model, storage
  said         text not null, -- the customer's last words
  summary      text not null,
  trace_id     text not null,
  asked_at     integer not null,
  problem      text,          -- why nobody could be told; null while that has not failed
  primary key (channel, conversation)
);

create index handover_requests_by_time on handover_requests (asked_at);

-- Those that an earlier version has not told anybody of yet.
insert or ignore into handover_requests (channel, conversation, person, agent, reason, said, summary, trace_id, asked_at)
  select channel, conversation, '', '', 'asked', '', '', '', created_at from deliveries
  where kind = 'HANDOVER' and state in ('WAITING', 'SENDING');

-- Events on their way to programs of the operator's (HANDOVER_WEBHOOK, OPERATOR_WEBHOOK); taken ones are deleted.
create table webhook_events (
  seq          integer primary key,
  id           text not null unique,
  target       text not null,
  event        text not null,
  body         text not null,
  attempts     integer not null default 0,
  created_at   integer not null,
  next_try     integer not null,
  given_up_at  integer,
  problem      text
);

create index webhook_events_due on webhook_events (target, next_try) where given_up_at is null;
