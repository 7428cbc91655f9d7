-- Which node has a connection's session; 0 here, where one process has the file.
alter table sessions add column node integer;
