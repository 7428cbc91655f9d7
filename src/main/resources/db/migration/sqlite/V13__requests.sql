-- What a turn was asked beside its question, as its channel's own JSON, where the sender may ask for it again: the items, tools and
-- options of a response. Written with the turn, gone with it, and counted like everything else that a person keeps.
create table requests (
  turn_id integer primary key references turns (id) on delete cascade,
  request text not null
);

drop trigger turns_deleted;

-- Before, because all of these go with their turn.
create trigger turns_deleted before delete on turns begin
  update storage set bytes = bytes - octet_length(old.question)
    - coalesce((select octet_length(request) from requests where turn_id = old.id), 0)
    - coalesce((select coalesce(octet_length(answer), 0) + coalesce(octet_length(details), 0)
        from outcomes where turn_id = old.id), 0)
    - coalesce((select sum(octet_length(content)) from pictures where turn_id = old.id), 0)
  where owner = old.owner;
end;
