-- What the owner of an API key has said about its limits; null: the settings hold. Of other sessions always null.
alter table sessions add column at_once integer;    -- answers being made at once
alter table sessions add column per_minute integer; -- requests within a minute
alter table sessions add column persons integer;    -- whether requests say for which person they are
