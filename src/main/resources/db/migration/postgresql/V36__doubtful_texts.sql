-- As in db/migration/sqlite, which says what each column is.
-- Words that came so soon after a customer's first message that a program may have sent them, and so few that somebody may have typed
-- them: 1 until it is known whether they go on; 2 once they have not, so that no human has written them; else 0.
alter table phone_texts add column doubt integer not null default 0;

create index phone_texts_in_doubt on phone_texts (written_at) where doubt = 1;
