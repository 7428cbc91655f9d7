-- The table of the original. A file that the original wrote has it already and keeps its rows.
create table if not exists users (
  id         text primary key,
  username   text not null unique,
  password   text not null,
  created_at text not null
);

-- user_1 / 1234 and user_2 / 5678, only where there is nobody yet: someone removed by an operator stays removed.
insert into users (id, username, password, created_at)
select column1, column2, column3, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
from (
  values
    (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
     'user_1', '03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4'),
    (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
     'user_2', 'f8638b979b2f4f793ddb6dbd197e0ee25a7a6ea32b0ae22f5e3c5d119d839e75')
)
where not exists (select 1 from users);
