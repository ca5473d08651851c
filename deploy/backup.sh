#!/usr/bin/env bash
#
# Backs up the database, restores it, and records when a backup succeeded. Any failure ends with a non-zero exit code.
#
#   backup.sh create <option file> <folder> [<database>]   writes a compressed dump and prints its path
#   backup.sh restore <option file> <dump> [<database>]    creates the database and fills it
#   backup.sh record <name>                                records that another kind of backup succeeded just now
#
# The option file has a [client] section with host, user and password, so that no password is in the list of processes.
#
#   CARQR_METRICS_DIR   the node exporter's textfile directory: `create` and `record` write the time of the backup there
#   CARQR_KEEP_DAYS     `create` then deletes dumps that are older than this many days
#
# MariaDB's client, which Debian ships, backs up MySQL and MariaDB. MySQL's own client is used where it is installed. The
# dump names its position in the binary log if the server writes one and client and server are of the same kind.

set -euo pipefail
umask 077
export LC_ALL=C

readonly COMPLETED='-- Dump completed'

UNFINISHED=''
clean_up() {
  [[ -z $UNFINISHED ]] || rm -f -- "$UNFINISHED"
}
trap clean_up EXIT
# Without these a signal would end the shell before the trap above.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  printf 'backup.sh: %s\n' "$*" >&2
  exit 1
}

usage() {
  fail 'Usage: backup.sh create <option file> <folder> [<database>] | restore <option file> <dump> [<database>] | record <name>'
}

# Debian's mysqldump is MariaDB's under another name, if it is there at all.
choose_client() {
  local version
  version="$(mysqldump --version 2>/dev/null || true)"
  if [[ -n $version && $version != *MariaDB* ]]; then
    KIND=MySQL CLIENT=mysql DUMP=mysqldump
  elif command -v mariadb-dump >/dev/null; then
    KIND=MariaDB CLIENT=mariadb DUMP=mariadb-dump
  else
    fail 'No client is installed. On Debian: apt-get install mariadb-client'
  fi
}

sql() {
  "$CLIENT" --defaults-extra-file="$OPTION_FILE" --batch --skip-column-names "$@"
}

# Reads the dump to its end, which also checks its checksum.
check_dump() {
  local last
  last="$(gzip -dc -- "$1" | tail -n 1)" || fail "$1 is damaged."
  [[ $last == "$COMPLETED"* ]] || fail "$1 is not a complete dump."
}

create() {
  local folder="$1" database="$2" server has_log dump
  local options=(--single-transaction --quick --no-tablespaces --default-character-set=utf8mb4 --comments)
  [[ -d $folder ]] || fail "$folder is not a folder."
  read -r has_log server <<<"$(sql -e 'SELECT @@log_bin, VERSION()')"
  [[ -n $server ]] || fail 'The server does not answer.'
  if [[ $KIND == MySQL ]]; then
    [[ $server != *MariaDB* ]] || fail "MySQL's client cannot back up MariaDB. Install MariaDB's."
    # Without the last one, mysqldump 9.7 asks for rights to look for masking policies, which there are none of.
    options+=(--set-gtid-purged=OFF --loose-skip-masking-policies)
    if [[ $has_log == 1 ]]; then options+=(--source-data=2); fi
  elif [[ $has_log == 1 && $server == *MariaDB* ]]; then
    options+=(--master-data=2)
  fi

  # A killed run leaves its unfinished file behind.
  find "$folder" -maxdepth 1 -name '.unfinished-*' -mtime +0 -delete
  UNFINISHED="$(mktemp "$folder/.unfinished-XXXXXXXX")"
  "$DUMP" --defaults-extra-file="$OPTION_FILE" "${options[@]}" "$database" | gzip >"$UNFINISHED" ||
    fail "The dump of $database failed."
  check_dump "$UNFINISHED"
  sync "$UNFINISHED"
  dump="$folder/$database-$(date -u +%Y-%m-%dT%H%M%SZ).sql.gz"
  mv -- "$UNFINISHED" "$dump"
  UNFINISHED=''
  sync "$folder"
  printf '%s\n' "$dump"

  record database
  if [[ -n ${CARQR_KEEP_DAYS:-} ]]; then
    find "$folder" -maxdepth 1 -name "$database-*.sql.gz" -mtime "+$CARQR_KEEP_DAYS" -delete
  fi
}

restore() {
  local dump="$1" database="$2"
  check_dump "$dump"
  sql -e "CREATE DATABASE \`$database\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
  # The client stops at the first error, unless an option file says `force`.
  gzip -dc -- "$dump" | sql --skip-force "$database" ||
    fail "Only a part of $dump is restored. Drop the database $database before you try again."
  printf 'Restored %s into %s.\n' "$dump" "$database"
  # Where the binary log continues. `sed` reads to the end, so that gzip is not cut off.
  gzip -dc -- "$dump" | sed -n '1,100s/^-- \(CHANGE .*\)/\1/p'
}

record() {
  local name="$1" file
  [[ -n ${CARQR_METRICS_DIR:-} ]] || return 0
  UNFINISHED="$(mktemp "$CARQR_METRICS_DIR/.unfinished-XXXXXXXX")"
  cat >"$UNFINISHED" <<METRICS
# HELP carqr_backup_last_success_timestamp_seconds When the last backup succeeded.
# TYPE carqr_backup_last_success_timestamp_seconds gauge
carqr_backup_last_success_timestamp_seconds{backup="$name"} $(date +%s)
METRICS
  # The node exporter runs as another user.
  chmod 644 "$UNFINISHED"
  file="$CARQR_METRICS_DIR/carqr_backup_$name.prom"
  mv -- "$UNFINISHED" "$file"
  UNFINISHED=''
}

case "${1:-}" in
  create | restore)
    (($# == 3 || $# == 4)) || usage
    OPTION_FILE="$2"
    [[ -r $OPTION_FILE ]] || fail "$OPTION_FILE cannot be read."
    [[ ${4:-carqr} =~ ^[A-Za-z0-9_]+$ ]] || fail 'The name of the database may hold letters, digits and _ only.'
    choose_client
    "$1" "$3" "${4:-carqr}"
    ;;
  record)
    [[ $# == 2 && $2 =~ ^[a-z_]+$ ]] || usage
    [[ -n ${CARQR_METRICS_DIR:-} ]] || fail 'CARQR_METRICS_DIR is not set.'
    record "$2"
    ;;
  *) usage ;;
esac
