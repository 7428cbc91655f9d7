-- Names that are one person's: a hidden number of WhatsApp's, and the real one that came with it. Both as in arrivals.
create table aliases (
  channel text not null,
  alias   text not null,
  person  text not null,
  at      integer not null, -- when it was last told; milliseconds since 1970, UTC
  primary key (channel, alias)
);

create index aliases_by_time on aliases (at);
