-- Conversations that two channels show at once, each under its own name: whoever holds one holds the other.
create table mirrors (
  channel            text not null,
  conversation       text not null,
  other_channel      text not null,
  other_conversation text not null,
  at                 integer not null,
  primary key (channel, conversation, other_channel)
);

-- One message that comes by both is answered once, and what goes out by one is known in the other.
create index arrivals_by_message on arrivals (message_id);
create index deliveries_by_message on deliveries (provider_id) where provider_id is not null;

-- What the business's own side has written outside of the service, on the phone say: the same words to two people are no human's.
create table phone_texts (
  channel      text not null,
  message_id   text not null,
  conversation text not null,
  held_by      text not null,
  words        text not null,    -- a hash of its letters and digits; empty where there are too few to tell
  written_at   integer not null,
  primary key (channel, message_id)
);

create index phone_texts_by_words on phone_texts (channel, words, written_at);
create index phone_texts_by_conversation on phone_texts (channel, conversation);
create index phone_texts_by_time on phone_texts (written_at);

-- Of these, those that went to two people: no human has written them whoever reads them next.
create table automatic_texts (
  words   text primary key,
  seen_at integer not null
);

-- Whom a conversation was assigned to when it was resolved: they are assigned still when it is opened again, and do not answer.
create table left_assignees (
  channel      text not null,
  conversation text not null,
  assignee     text not null,
  at           integer not null,
  primary key (channel, conversation)
);
