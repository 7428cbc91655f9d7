-- What people think of answers: see the SQLite file's version 25.
create table ratings (
  turn_id  bigint primary key references turns (id) on delete cascade,
  owner    text collate "C" not null,
  rating   text collate "C" not null,
  reason   text collate "C",
  rated_at bigint not null
);

create index ratings_by_time on ratings (rated_at);

create function ratings_stored() returns trigger language plpgsql as $$
begin
  insert into storage (owner, bytes) values (new.owner, coalesce(octet_length(new.reason), 0))
  on conflict (owner) do update set bytes = storage.bytes + excluded.bytes;
  return null;
end $$;

create trigger ratings_stored after insert on ratings for each row execute function ratings_stored();

create function ratings_changed() returns trigger language plpgsql as $$
begin
  update storage set bytes = bytes + coalesce(octet_length(new.reason), 0) - coalesce(octet_length(old.reason), 0)
  where owner = old.owner;
  return null;
end $$;

create trigger ratings_changed after update on ratings for each row execute function ratings_changed();

create function ratings_deleted() returns trigger language plpgsql as $$
begin
  update storage set bytes = bytes - coalesce(octet_length(old.reason), 0) where owner = old.owner;
  return null;
end $$;

create trigger ratings_deleted after delete on ratings for each row execute function ratings_deleted();
