-- As in db/migration/sqlite, which says what each column is.
-- Secrets that providers have made for webhooks which the service has registered, and by which they sign them.
create table webhook_secrets (
  channel text collate "C" not null,
  account text collate "C" not null,
  server  text collate "C" not null,
  url     text collate "C" not null,
  secret  text collate "C" not null,
  kept_at bigint not null,
  primary key (channel, account, server, url)
);
