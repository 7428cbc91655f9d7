-- The agents that an API key may ask, one name a line; null: every agent. Of other sessions always null.
alter table sessions add column agents text;
