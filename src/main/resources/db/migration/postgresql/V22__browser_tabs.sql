-- Tabs of browsers that stay logged in by a cookie: the SHA-256 of the cookie of the login that a tab belongs to. Of other sessions null.
alter table sessions add column browser text collate "C";

create index sessions_by_browser on sessions (browser) where browser is not null;
