-- What people think of answers, in a word and why. Gone with their turn. Times are milliseconds since 1970, UTC.
create table ratings (
  turn_id  integer primary key references turns (id) on delete cascade,
  owner    text not null, -- as in turns
  rating   text not null, -- UP or DOWN
  reason   text,
  rated_at integer not null
);

create index ratings_by_time on ratings (rated_at);

-- They count in what their owner has stored.
create trigger ratings_stored after insert on ratings begin
  insert into storage (owner, bytes) values (new.owner, coalesce(octet_length(new.reason), 0))
  on conflict (owner) do update set bytes = bytes + excluded.bytes;
end;

create trigger ratings_changed after update on ratings begin
  update storage set bytes = bytes + coalesce(octet_length(new.reason), 0) - coalesce(octet_length(old.reason), 0)
  where owner = old.owner;
end;

create trigger ratings_deleted after delete on ratings begin
  update storage set bytes = bytes - coalesce(octet_length(old.reason), 0) where owner = old.owner;
end;
