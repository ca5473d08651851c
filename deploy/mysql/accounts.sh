#!/bin/sh
# The accounts of the database, made by its root: `carqr_migrate` changes tables, `carqr_app` only reads and writes rows,
# `carqr_backup` reads all of it.
#
#   accounts.sh create   makes them, and gives them the passwords of the secrets; before migrating
#   accounts.sh grant    gives carqr_app its rights on each table; after migrating
#
# Run again, it changes nothing.
set -eu

secret() {
  cat "/run/secrets/$1"
}

# The password goes by the environment, since a command line can be seen by others.
MYSQL_PWD="$(secret mysql_root_password)"
export MYSQL_PWD
root() {
  mysql --host=mysql --user=root --ssl-mode=VERIFY_IDENTITY --ssl-ca=/run/secrets/inside_certificate "$@"
}

case "$1" in
  create)
    root <<SQL
CREATE USER IF NOT EXISTS 'carqr_migrate'@'%', 'carqr_app'@'%', 'carqr_backup'@'%';
ALTER USER 'carqr_migrate'@'%' IDENTIFIED BY '$(secret mysql_migrate_password)' REQUIRE SSL;
ALTER USER 'carqr_app'@'%' IDENTIFIED BY '$(secret mysql_app_password)' REQUIRE SSL;
ALTER USER 'carqr_backup'@'%' IDENTIFIED BY '$(secret mysql_backup_password)' REQUIRE SSL;
GRANT ALL ON carqr.* TO 'carqr_migrate'@'%';
GRANT SELECT, SHOW VIEW, TRIGGER ON carqr.* TO 'carqr_backup'@'%';
GRANT RELOAD, REPLICATION CLIENT ON *.* TO 'carqr_backup'@'%';
SQL
    ;;
  grant)
    root --skip-column-names --raw carqr </deploy/grants.sql | root
    ;;
esac
