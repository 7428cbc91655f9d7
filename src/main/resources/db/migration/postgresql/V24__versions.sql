-- Questions and answers in several versions: see the SQLite file's version 24.
alter table conversations add column branch bigint not null default 0;
alter table turns add column branch bigint not null default 0;
alter table turns add column version_of bigint;
alter table turns add column summarised_to bigint;

create index turns_versions on turns (conversation_id, id) where version_of is not null;

create table branch_parts (
  branch          bigint not null,
  part            bigint not null,
  below           bigint not null,
  conversation_id text collate "C" references conversations (id) on delete cascade,
  primary key (branch, part)
);

create index branch_parts_by_conversation on branch_parts (conversation_id) where conversation_id is not null;

insert into branch_parts (branch, part, below) values (0, 0, 9223372036854775807);

create table branches (
  conversation_id text collate "C" not null references conversations (id) on delete cascade,
  branch          bigint not null,
  shown_at        bigint not null,
  primary key (conversation_id, branch)
);
