-- Figures by flavor of runs whose jobs could run at several; null for the others.

alter table run_details add column flavors jsonb;
