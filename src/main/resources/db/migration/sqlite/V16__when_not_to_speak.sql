-- People who want no messages: kept for good, no clean-up touches them. Times are milliseconds since 1970, UTC.
create table opt_outs (
  channel      text not null,
  person       text not null,   -- as in arrivals
  conversation text not null,   -- in which they said so last
  name         text not null,
  message_id   text not null,   -- the message that has decided last
  since        integer not null,
  ended_at     integer,         -- they want messages again; null while they do not
  primary key (channel, person)
);

-- When a human of ours has last written in a conversation: what its customer wrote before is answered.
create table human_replies (
  channel      text not null,
  conversation text not null,
  written_at   integer not null,
  primary key (channel, conversation)
);

create index human_replies_by_time on human_replies (written_at);

-- What one person has been answered within a time.
create index arrivals_by_person on arrivals (channel, person, received_at);

-- What was said outside of the business hours.
create index deliveries_closed on deliveries (channel, conversation, created_at) where kind = 'CLOSED';

-- What was kept and not answered, for the operator's list.
create index outcomes_unanswered on outcomes (turn_id) where problem in ('message_old', 'opted_out', 'outside_hours');
