-- As in db/migration/sqlite, which says what each column is.
-- Each time that a human of ours has written in a conversation, not the last alone: one that turns out to be a program's is taken away again.
alter table human_replies drop constraint human_replies_pkey;
alter table human_replies add primary key (channel, conversation, written_at);

-- How long the words are, and whether somebody held the conversation already when they came: whose hold began with a program's words has none.
alter table phone_texts add column letters integer not null default 0;
alter table phone_texts add column held integer not null default 0;

-- Whichever channel shows them, what has been learned of words counts.
drop index phone_texts_by_words;
create index phone_texts_by_words on phone_texts (words, written_at);
