-- Agents that people have made for themselves: a name and instructions. Only their owner sees and asks them.
create table own_agents (
  id           text primary key,
  owner        text not null,
  title        text not null,
  instructions text not null,
  created_at   integer not null
) without rowid;

create index own_agents_by_owner on own_agents (owner, created_at);

-- They count in what their owner has stored.
create trigger own_agents_stored after insert on own_agents begin
  insert into storage (owner, bytes) values (new.owner, octet_length(new.title) + octet_length(new.instructions))
  on conflict (owner) do update set bytes = bytes + excluded.bytes;
end;

create trigger own_agents_deleted after delete on own_agents begin
  update storage set bytes = bytes - octet_length(old.title) - octet_length(old.instructions)
  where owner = old.owner;
end;
