-- What their owner does with conversations in a list. Times are milliseconds since 1970, UTC.
alter table conversations add column pinned integer not null default 0;
alter table conversations add column archived integer not null default 0;

-- Whose words the title is: QUESTION (the first one), AGENT, PERSON. Of those that were there before nobody knows who has renamed them,
-- so that none of them is given another title.
alter table conversations add column title_by text not null default 'PERSON';

-- Deleted by its owner, who may still take that back; gone with the next clean-up after that.
alter table conversations add column deleted_at integer;

create index conversations_deleted on conversations (deleted_at) where deleted_at is not null;
