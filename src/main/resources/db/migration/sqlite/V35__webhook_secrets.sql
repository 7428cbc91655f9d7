-- Secrets that providers have made for webhooks which the service has registered, and by which they sign them.
create table webhook_secrets (
  channel text not null,
  account text not null,
  server  text not null,    -- the address of the provider's API: another server has other secrets
  url     text not null,    -- what it calls
  secret  text not null,
  kept_at integer not null, -- milliseconds since 1970, UTC
  primary key (channel, account, server, url)
);
