-- As in db/migration/sqlite, which says what each column is.
-- Names that are one person's: a hidden number of WhatsApp's, and the real one that came with it. Both as in arrivals.
create table aliases (
  channel text collate "C" not null,
  alias   text collate "C" not null,
  person  text collate "C" not null,
  at      bigint not null,
  primary key (channel, alias)
);

create index aliases_by_time on aliases (at);
