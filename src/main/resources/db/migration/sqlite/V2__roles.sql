alter table users add column role text not null default 'USER';
alter table users add column enabled integer not null default 1;

-- 1 while the password is one that this project publishes: such a user may log in from a trusted network only.
alter table users add column preset_password integer not null default 0;

update users set preset_password = 1
where (username = 'user_1' and password = '03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4')
   or (username = 'user_2' and password = 'f8638b979b2f4f793ddb6dbd197e0ee25a7a6ea32b0ae22f5e3c5d119d839e75');
