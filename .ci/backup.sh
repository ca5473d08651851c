#!/usr/bin/env bash
#
# Backs databases up and restores them by the commands of docs/operations.md, with real programs, and makes backups fail.
# The servers of the tests write no binary log, so this script starts its own:
#
#   MySQL    with MySQL's client, and with MariaDB's, which is the one that Debian ships
#   MariaDB  with MariaDB's client
#
# Needs what `.ci/services.sh up` and `.ci/deployment.sh install` install, the built programs, and Redis.

set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" LC_ALL=C TZ=UTC

readonly CHROOT="${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}/sid"
readonly ROOT="$PWD" HOST=127.0.0.1 PASSWORD=a-password
# The folder of this run, as the chroot sees it and as this machine sees it. Commands run in it, with relative paths.
readonly HOME_INSIDE="/srv/backup-$$"
readonly FOLDER="$CHROOT$HOME_INSIDE"
readonly DUMPS="$FOLDER/dumps" METRICS="$FOLDER/metrics"
readonly METRIC="$METRICS/carqr_backup_database.prom"
PROCESSES=()

REDIS_PORT="$(.ci/free-port.mjs)"
readonly REDIS_PORT
# Where the servers listen, and where connections to them break off midway.
declare -A PORTS=([mysql]="$(.ci/free-port.mjs)" [mariadb]="$(.ci/free-port.mjs)")
declare -A CUT_PORTS=([mysql]="$(.ci/free-port.mjs)" [mariadb]="$(.ci/free-port.mjs)")

# The server and the client of the current round.
SERVER='' CLIENT='' PORT=''

fail() {
  tail -n 5 "$FOLDER"/*.log >&2
  echo "backup.sh: $SERVER, client $CLIENT: $*" >&2
  exit 1
}

# MySQL's programs are in the chroot, Debian's on this machine.
with_client() {
  if [[ $CLIENT == mysql ]]; then
    chroot "$CHROOT" sh -c 'cd "$0" && exec "$@"' "$HOME_INSIDE" "$@"
  else
    (cd "$FOLDER" && exec "$@")
  fi
}
backup() { with_client ./backup.sh "$@"; }
mysql() { with_client mysql "$@"; }
mysqlbinlog() { with_client mysqlbinlog "$@"; }
mariadb() { with_client mariadb "$@"; }
mariadb-binlog() { with_client mariadb-binlog "$@"; }
npm() { command npm --silent --prefix "$ROOT" "$@"; }
redis-cli() { command redis-cli -h "$HOST" -p "$REDIS_PORT" "$@"; }

# Asks the server of the current round as root, whatever its client is.
rows() {
  command mariadb --no-defaults --skip-ssl --protocol=tcp --host="$HOST" --port="$PORT" --user=root \
    --batch --skip-column-names -e "$1"
}

clean_up() {
  local process
  for process in "${PROCESSES[@]}"; do
    kill "$process" 2>/dev/null || true
  done
  wait
  rm -rf -- "$FOLDER"
}

# --- The servers -----------------------------------------------------------------------------------------------------

start() {
  local log="$FOLDER/$1.log"
  shift
  "$@" >"$log" 2>&1 </dev/null &
  PROCESSES+=($!)
}

start_servers() {
  local data="$HOME_INSIDE/mysql" options=(--no-defaults --user=mysql --bind-address="$HOST" --log-bin=binlog)
  mkdir -p -- "$DUMPS" "$METRICS"
  cp deploy/backup.sh "$FOLDER"
  chroot "$CHROOT" install -d -o mysql -g mysql -m 700 "$data"
  install -d -o mysql -g mysql -m 700 "$FOLDER/mariadb"
  chroot "$CHROOT" mysqld --no-defaults --initialize-insecure --user=mysql --datadir="$data" >"$FOLDER/data.log" 2>&1 ||
    fail 'The data directory of MySQL could not be made.'
  mariadb-install-db --no-defaults --force --user=mysql --datadir="$FOLDER/mariadb" --skip-test-db \
    --auth-root-authentication-method=normal >"$FOLDER/data.log" 2>&1 </dev/null ||
    fail 'The data directory of MariaDB could not be made.'
  start mysql chroot "$CHROOT" mysqld "${options[@]}" --datadir="$data" --port="${PORTS[mysql]}" \
    --socket="$data/server.sock" --mysqlx=OFF --secure-file-priv=NULL
  start mariadb mariadbd "${options[@]}" --datadir="$FOLDER/mariadb" --port="${PORTS[mariadb]}" \
    --socket="$FOLDER/mariadb/server.sock"
  start redis redis-server --bind "$HOST" --port "$REDIS_PORT" --save ''
  for SERVER in mysql mariadb; do
    PORT="${PORTS[$SERVER]}"
    await "rows 'SELECT 1'"
    # The first kilobytes are the handshake and questions about the server; the tables come later.
    start "cut-$SERVER" .ci/cut-connection.mjs "${CUT_PORTS[$SERVER]}" "$PORT" 16384
    await "(exec 3<>'/dev/tcp/$HOST/${CUT_PORTS[$SERVER]}')"
  done
  await '[[ $(redis-cli PING) == PONG ]]'
}

await() {
  local deadline=$((SECONDS + 120))
  until eval "$1" >/dev/null 2>&1; do
    [[ $(jobs -rp | wc -l) == "${#PROCESSES[@]}" ]] && ((SECONDS < deadline)) || fail "In vain: $1"
    sleep 0.2
  done
}

# An option file with an account. Newer clients of MariaDB insist on a certificate that they can verify.
write_options() {
  printf '[client]\nhost=%s\nport=%s\nuser=%s\npassword=%s\nprotocol=tcp\n' "$HOST" "$3" "$2" "${4:-}" >"$FOLDER/$1"
  if [[ $CLIENT == mariadb ]]; then echo 'loose-skip-ssl-verify-server-cert' >>"$FOLDER/$1"; fi
  chmod 600 "$FOLDER/$1"
}

# A database as it is after the first sign-ins, and an account to back it up that has just the rights of the document.
begin_round() {
  SERVER="$1" CLIENT="$2" PORT="${PORTS[$1]}"
  echo "$SERVER with the client $CLIENT"
  rows "DROP DATABASE IF EXISTS carqr; DROP USER IF EXISTS backup@'%'"
  rows 'CREATE DATABASE carqr CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
  export DATABASE_URL="mysql://root@$HOST:$PORT/carqr" JWT_SECRET='the secret of this run, which is long enough'
  npm run migrate
  npm run seed >/dev/null
  write_options backup.cnf backup "$PORT" "$PASSWORD"
  write_options root.cnf root "$PORT"
  run_block "$(.ci/block.mjs docs/operations.md rights)" /etc/carqr/root.cnf root.cnf HOST '%' PASSWORD "$PASSWORD" || fail 'The account cannot be made.'
  rm -f -- "$DUMPS"/* "$METRIC"
}

# Runs a block of the document. What is between its commands is replaced, a pair of arguments for each part.
run_block() {
  local block="$1"
  shift
  set -- deploy/backup.sh backup "$@"
  while (($# > 0)); do
    if [[ $1 == deploy/backup.sh || $block == *"$1"* ]]; then
      block="${block//"$1"/"$2"}"
    else
      fail "The commands do not contain: $1"
    fi
    shift 2
  done
  echo "$block" >&2
  # The shell of an operator has none of the options of this script.
  (set +euo pipefail && cd "$FOLDER" && eval "$block")
}

# --- What must hold --------------------------------------------------------------------------------------------------

readonly SUM='CHECKSUM TABLE carqr.cars, carqr.qr_codes, carqr.users'
readonly ADMINS="SELECT COUNT(*) FROM carqr.users WHERE role = 'admin'"

back_up() {
  CARQR_METRICS_DIR=metrics run_block "$(.ci/block.mjs docs/operations.md backup)" /etc/carqr/backup.cnf backup.cnf /var/backups/carqr dumps ||
    fail 'The backup failed.'
}

# Each of these fails, leaves older backups and the moment of the last success as they are, and nothing that looks like
# a backup.
fails() {
  local why="$1" before after
  shift
  before="$(cat "$DUMPS"/* "$METRIC" | cksum; ls -A "$DUMPS" "$METRICS")"
  if CARQR_METRICS_DIR=metrics "$@" >"$FOLDER/refusal.log" 2>&1; then
    fail "A backup succeeded, in spite of this: $why."
  fi
  after="$(cat "$DUMPS"/* "$METRIC" | cksum; ls -A "$DUMPS" "$METRICS")"
  [[ $before == "$after" ]] || fail "A failed backup changed what was there ($why): $after"
  [[ -s $FOLDER/refusal.log ]] || fail "Not a word was said about this: $why."
}

check_failures() {
  write_options wrong.cnf backup "$PORT" wrong
  fails 'a wrong password' backup create wrong.cnf dumps
  write_options nowhere.cnf backup 1 "$PASSWORD"
  fails 'no server' backup create nowhere.cnf dumps
  fails 'no such database' backup create backup.cnf dumps nothing
  fails 'no option file' backup create none.cnf dumps
  fails 'no folder' backup create backup.cnf nowhere

  write_options cut.cnf backup "${CUT_PORTS[$SERVER]}" "$PASSWORD"
  : >"$FOLDER/cut-$SERVER.log"
  fails 'a server that is lost midway' backup create cut.cnf dumps
  grep -q cut "$FOLDER/cut-$SERVER.log" || fail 'The server was not lost midway.'

  # A disk without room: the file that the script makes is /dev/full.
  mkdir -p "$FOLDER/full"
  printf '#!/bin/sh\npath="${1%%%%X*}$$"\nln -s /dev/full "$path"\necho "$path"\n' >"$FOLDER/full/mktemp"
  chmod +x "$FOLDER/full/mktemp"
  fails 'a full disk' with_client env PATH="./full:$PATH" ./backup.sh create backup.cnf dumps
  grep -q 'No space left' "$FOLDER/refusal.log" || fail 'The disk was not full.'
}

check_damaged_dumps() {
  local dump="$1"
  head -c 3000 "$FOLDER/$dump" >"$FOLDER/cut.sql.gz"
  gzip -dc "$FOLDER/$dump" | head -n -1 | gzip >"$FOLDER/incomplete.sql.gz"
  gzip -dc "$FOLDER/$dump" | sed '60a A wrong line;' | gzip >"$FOLDER/wrong.sql.gz"
  for damaged in cut incomplete; do
    if backup restore root.cnf "$damaged.sql.gz" other; then fail "A $damaged dump was restored."; fi
    [[ $(rows "SHOW DATABASES LIKE 'other'") == '' ]] || fail "A $damaged dump left a database."
  done
  if backup restore root.cnf wrong.sql.gz other; then fail 'A restore went on after an error.'; fi
  rows 'DROP DATABASE other'
  if backup restore root.cnf "$dump"; then fail 'A database that exists was restored into.'; fi
}

dump_path() { (cd "$FOLDER" && echo dumps/carqr-*.sql.gz); }

# From a dump and the binary log to the moment before an accident.
check_restore_with_log() {
  local sum dump phones moment restored position files log="$1"
  sum="$(rows "$SUM")"
  back_up
  dump="$(dump_path)"
  check_failures
  check_damaged_dumps "$dump"

  # What happens after the dump is in the binary log alone, which goes on in another file meanwhile.
  mapfile -t phones < <(rows 'SELECT phone FROM carqr.users LIMIT 2')
  npm run admin -- grant "${phones[0]}"
  rows 'FLUSH BINARY LOGS'
  npm run admin -- grant "${phones[1]}"
  sleep 2
  moment="$(date '+%F %T')"
  sleep 1
  rows 'DROP DATABASE carqr'

  restored="$(restore "$dump")"
  [[ $(rows "$SUM") == "$sum" && $(rows "$ADMINS") == 0 ]] || fail 'The dump does not bring back what it was made of.'
  [[ $restored =~ LOG_FILE=\'(binlog\.[0-9]+)\',\ (SOURCE|MASTER)_LOG_POS=([0-9]+)\; ]] ||
    fail "The dump says no position: $restored"
  position="${BASH_REMATCH[3]}"
  files="$(cd "$FOLDER" && ls "$SERVER"/binlog.0* | sed -n "/${BASH_REMATCH[1]}/,\$p" | tr '\n' ' ')"
  redis-cli SET a-look-up stale
  run_block "$log" /etc/carqr/root.cnf root.cnf \
    1234 "$position" '2026-11-22 14:03:00' "$moment" 'binlog.000042 binlog.000043' "$files" || fail 'The log is no good.'
  [[ $(rows "$ADMINS") == 2 ]] || fail 'The binary log does not bring back what came later.'
  [[ $(redis-cli DBSIZE) == 0 ]] || fail 'The store was not emptied.'

  # What cannot be read stops the commands before the store is emptied.
  redis-cli SET a-look-up fresh
  if run_block "$log" /etc/carqr/root.cnf root.cnf 'binlog.000042 binlog.000043' nothing; then fail 'A missing log was passed over.'; fi
  [[ $(redis-cli DBSIZE) == 1 ]] || fail 'The store was emptied in spite of the failure.'
}

check_restore() {
  local sum
  sum="$(rows "$SUM")"
  back_up
  check_failures
  rows 'DROP DATABASE carqr'
  restore "$(dump_path)"
  [[ $(rows "$SUM") == "$sum" ]] || fail 'The dump does not bring back what it was made of.'
  npm run migrate
}

restore() {
  run_block "$(.ci/block.mjs docs/operations.md restore)" /etc/carqr/root.cnf root.cnf /var/backups/carqr/carqr-2026-11-22T211500Z.sql.gz "$1" ||
    fail 'The restore failed.'
}

trap clean_up EXIT
start_servers

begin_round mysql mysql
check_restore_with_log "$(.ci/block.mjs docs/operations.md replay)"
begin_round mysql mariadb
check_restore
begin_round mariadb mariadb
check_restore_with_log "$(.ci/block.mjs docs/operations.md 'replay of MariaDB')"
echo 'Backups are restored, to the moment before an accident where the binary log is read, and those that fail say so.'
