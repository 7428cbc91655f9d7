-- What their owner does with conversations in a list: see the SQLite file's version 23.
alter table conversations add column pinned integer not null default 0;
alter table conversations add column archived integer not null default 0;
alter table conversations add column title_by text collate "C" not null default 'PERSON';
alter table conversations add column deleted_at bigint;

create index conversations_deleted on conversations (deleted_at) where deleted_at is not null;
