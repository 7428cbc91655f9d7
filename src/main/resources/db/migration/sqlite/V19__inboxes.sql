-- Where a message came in, by the provider's id, where one account has several inboxes: it says who answers.
alter table arrivals add column inbox text;
