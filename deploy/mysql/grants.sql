-- Prints what the account that the programs run with may do: `mysql carqr < grants.sql | mysql`. Run it after each
-- migration, since a new table comes without rights. The account reads and writes rows and changes no table; the audit
-- log and the ledger of payments can only be added to, security events also deleted when they are old; the list of migrations can only be read.
SELECT CONCAT(
  'GRANT SELECT',
  CASE
    WHEN table_name = 'migrations' THEN ''
    WHEN table_name IN ('admin_acts', 'payment_events') THEN ', INSERT'
    WHEN table_name = 'security_events' THEN ', INSERT, DELETE'
    ELSE ', INSERT, UPDATE, DELETE'
  END,
  ' ON `', table_schema, '`.`', table_name, '` TO ''carqr_app''@''%'';'
) AS statement
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
ORDER BY table_name;
