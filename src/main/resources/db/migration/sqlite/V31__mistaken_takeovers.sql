-- Each time that a human of ours has written in a conversation, not the last alone: one that turns out to be a program's is taken away again.
alter table human_replies rename to last_human_replies;

create table human_replies (
  channel      text not null,
  conversation text not null,
  written_at   integer not null,
  primary key (channel, conversation, written_at)
);

insert into human_replies (channel, conversation, written_at)
select channel, conversation, written_at from last_human_replies;

drop table last_human_replies;

create index human_replies_by_time on human_replies (written_at);

-- How long the words are, and whether somebody held the conversation already when they came: whose hold began with a program's words has none.
alter table phone_texts add column letters integer not null default 0;
alter table phone_texts add column held integer not null default 0;

-- Whichever channel shows them, what has been learned of words counts.
drop index phone_texts_by_words;
create index phone_texts_by_words on phone_texts (words, written_at);
