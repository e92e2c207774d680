-- The sums of an account are a row from its first batch on, so that a batch may update them without asking whether they are there.
insert into ledger_balances (agency_id, account_id, credits_posted, debits_posted, credits_pending, debits_pending)
select a.agency_id, a.id, 0, 0, 0, 0 from ledger_accounts a
where not exists (select from ledger_balances b where b.agency_id = a.agency_id and b.account_id = a.id);
