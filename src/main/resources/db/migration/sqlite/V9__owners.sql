-- Everybody without a login gets an owner of their own, in place of the '' that all of them shared: a path of the channel and
-- what tells them apart there, by the rule of Ownership.java. A guest's name that is a random UUID (version 4 or 7) stands for
-- itself; any other is this machine's, because guests came from there, unless a setting let others in: whose those were, no
-- row says. A guest's connection is known by its session, a customer by the channel's name for the conversation.
update conversations set owner = '/' || channel || case
  when channel not in ('chat', 'test', 'websocket', 'tcp') then '/' || key
  when length(key) = 36 and lower(key) not glob '*[^0-9a-f-]*'
    and lower(key) glob '????????-????-[47]???-[89ab]???-????????????' and length(replace(key, '-', '')) = 32
    then '/id/' || key
  when channel in ('chat', 'test') then '/at/local/' || key
  else '/id/' || coalesce(
    (select session_id from turns where conversation_id = conversations.id order by turns.id desc limit 1), id)
end
where owner = '';

update turns set owner = coalesce(
  (select owner from conversations where conversations.id = conversation_id), '/' || channel || '/at/local')
where owner = '';

-- Their storage, counted anew: '/' to before '0', the next character, are all paths.
delete from storage where owner = '';

insert into storage (owner, bytes, input_tokens, output_tokens)
select t.owner,
  sum(octet_length(t.question) + coalesce(octet_length(o.answer), 0) + coalesce(octet_length(o.details), 0)
    + coalesce((select sum(octet_length(p.content)) from pictures p where p.turn_id = t.id), 0)),
  sum(coalesce(o.input_tokens, 0)),
  sum(coalesce(o.output_tokens, 0))
from turns t left join outcomes o on o.turn_id = t.id
where t.owner >= '/' and t.owner < '0'
group by t.owner;
