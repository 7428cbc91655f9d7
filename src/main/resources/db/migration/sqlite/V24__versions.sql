-- Questions and answers in several versions. A branch is named by the turn with which it began, 0 is the one that every conversation
-- begins with; a conversation shows one of its branches.
alter table conversations add column branch integer not null default 0;
alter table turns add column branch integer not null default 0;

-- The turn that this one is another version of, always the first of them; null for a turn that is none.
alter table turns add column version_of integer;

-- Of a summary: the last turn that it is about. Earlier summaries are of conversations with one branch.
alter table turns add column summarised_to integer;

create index turns_versions on turns (conversation_id, id) where version_of is not null;

-- What a branch shows: its own turns, and of those that it comes from the turns before the one that was changed. Flat, so that one
-- look-up tells whether a turn is shown.
create table branch_parts (
  branch          integer not null,
  part            integer not null, -- the branch whose turns are shown
  below           integer not null, -- those before this turn
  conversation_id text references conversations (id) on delete cascade,
  primary key (branch, part)
);

create index branch_parts_by_conversation on branch_parts (conversation_id) where conversation_id is not null;

insert into branch_parts (branch, part, below) values (0, 0, 9223372036854775807);

-- When a branch was shown last, as one of the log's numbers: who goes back to a version finds what stood below it.
create table branches (
  conversation_id text not null references conversations (id) on delete cascade,
  branch          integer not null,
  shown_at        integer not null,
  primary key (conversation_id, branch)
);
