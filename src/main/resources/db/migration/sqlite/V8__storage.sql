-- What each person's messages, answers and pictures take, in bytes, and the tokens that models read and wrote for them. Kept by
-- triggers, so that whatever writes is counted, and whatever is deleted counts no longer. Tokens only grow.
create table storage (
  owner         text primary key,
  bytes         integer not null default 0,
  input_tokens  integer not null default 0,
  output_tokens integer not null default 0
) without rowid;

insert into storage (owner, bytes, input_tokens, output_tokens)
select t.owner,
  sum(octet_length(t.question) + coalesce(octet_length(o.answer), 0) + coalesce(octet_length(o.details), 0)
    + coalesce((select sum(octet_length(p.content)) from pictures p where p.turn_id = t.id), 0)),
  sum(coalesce(o.input_tokens, 0)),
  sum(coalesce(o.output_tokens, 0))
from turns t left join outcomes o on o.turn_id = t.id
group by t.owner;

create trigger turns_stored after insert on turns begin
  insert into storage (owner, bytes) values (new.owner, octet_length(new.question))
  on conflict (owner) do update set bytes = bytes + excluded.bytes;
end;

create trigger outcomes_stored after insert on outcomes begin
  update storage set
    bytes = bytes + coalesce(octet_length(new.answer), 0) + coalesce(octet_length(new.details), 0),
    input_tokens = input_tokens + coalesce(new.input_tokens, 0),
    output_tokens = output_tokens + coalesce(new.output_tokens, 0)
  where owner = (select owner from turns where id = new.turn_id);
end;

create trigger pictures_stored after insert on pictures begin
  update storage set bytes = bytes + octet_length(new.content)
  where owner = (select owner from turns where id = new.turn_id);
end;

-- Before, because the outcome and the pictures go with their turn.
create trigger turns_deleted before delete on turns begin
  update storage set bytes = bytes - octet_length(old.question)
    - coalesce((select coalesce(octet_length(answer), 0) + coalesce(octet_length(details), 0)
        from outcomes where turn_id = old.id), 0)
    - coalesce((select sum(octet_length(content)) from pictures where turn_id = old.id), 0)
  where owner = old.owner;
end;
