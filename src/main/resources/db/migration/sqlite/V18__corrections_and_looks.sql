-- The newest correction that a customer has made to a message of theirs: when, by their clock, and its words. Where it came
-- before the message was answered, its words are the message's text; else it is a message of its own as well.
alter table arrivals add column edited_at integer;
alter table arrivals add column edited_text text;

-- Up to when what customers wrote in a channel is known to be here: moved by looks at the provider that found out everything.
create table looks (
  channel text primary key,
  begun   integer not null, -- since when the channel is served: what is older was never ours to answer
  mark    integer not null
);
