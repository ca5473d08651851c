#!/usr/bin/env bash
#
# Backs a database up and restores it by the commands of docs/operations.md, with the real programs, on a MySQL server
# of its own: a binary log is needed, which the server of the tests does not write.
#
# Needs the Debian sid that `.ci/services.sh up` makes with what `.ci/deployment.sh install` adds, the built programs, and
# Redis.

set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" LC_ALL=C TZ=UTC

readonly CHROOT="${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}/sid"
readonly ROOT="$PWD" HOST=127.0.0.1 PASSWORD=a-password
# The folder of the server, as the server sees it.
readonly HOME_INSIDE="/srv/backup-$$"
readonly DATA="$HOME_INSIDE/data"
readonly FOLDER="$CHROOT$HOME_INSIDE"
SERVERS=()

MYSQL_PORT="$(.ci/free-port.mjs)"
REDIS_PORT="$(.ci/free-port.mjs)"
readonly MYSQL_PORT REDIS_PORT

fail() {
  cat "$FOLDER"/*.log >&2
  echo "backup.sh: $*" >&2
  exit 1
}

# The programs of MySQL, in the place where they are installed and the binary log lies.
inside() {
  chroot "$CHROOT" sh -c 'cd "$0" && exec "$@"' "$DATA" "$@"
}
mysql() {
  inside mysql --host="$HOST" --port="$MYSQL_PORT" --user=root "$@"
}
mysqldump() {
  inside mysqldump "$@"
}
mysqlbinlog() {
  inside mysqlbinlog "$@"
}
npm() {
  command npm --silent --prefix "$ROOT" "$@"
}
redis-cli() {
  command redis-cli -h "$HOST" -p "$REDIS_PORT" "$@"
}

clean_up() {
  local server
  for server in "${SERVERS[@]}"; do
    kill "$server" 2>/dev/null || true
  done
  wait
  rm -rf -- "$FOLDER"
}

start_servers() {
  local deadline=$((SECONDS + 120))
  mkdir -p -- "$FOLDER"
  chroot "$CHROOT" install -d -o mysql -g mysql -m 700 "$DATA"
  chroot "$CHROOT" mysqld --no-defaults --initialize-insecure --user=mysql --datadir="$DATA" >"$FOLDER/data.log" 2>&1 ||
    fail 'The data directory of MySQL could not be made.'
  chroot "$CHROOT" mysqld --no-defaults --user=mysql --datadir="$DATA" --bind-address="$HOST" --port="$MYSQL_PORT" \
    --socket="$DATA/server.sock" --mysqlx=OFF --secure-file-priv=NULL --log-bin=binlog \
    >"$FOLDER/mysql.log" 2>&1 </dev/null &
  SERVERS+=($!)
  redis-server --bind "$HOST" --port "$REDIS_PORT" --save '' >"$FOLDER/redis.log" 2>&1 </dev/null &
  SERVERS+=($!)
  until mysql -e 'SELECT 1' >/dev/null 2>&1 && [[ $(redis-cli PING 2>/dev/null) == PONG ]]; do
    [[ $(jobs -rp | wc -l) == "${#SERVERS[@]}" ]] && ((SECONDS < deadline)) || fail 'MySQL or Redis did not start.'
    sleep 0.2
  done
}

# Runs a block of the document. What is between its commands is replaced, a pair of arguments for each part.
run_block() {
  local block="$1"
  shift
  while (($# > 0)); do
    [[ $block == *"$1"* ]] || fail "The commands do not contain: $1"
    block="${block//"$1"/"$2"}"
    shift 2
  done
  echo "$block"
  # In the shell of an operator a pipe is as good as its last command; grep does not read the dump to its end.
  (set +o pipefail && cd "$FOLDER" && eval "$block")
}

rows() {
  mysql --batch --skip-column-names carqr -e "$1"
}

trap clean_up EXIT
start_servers
export DATABASE_URL="mysql://root@$HOST:$MYSQL_PORT/carqr" JWT_SECRET='the secret of this run, which is long enough'
readonly SUM='CHECKSUM TABLE cars, qr_codes'
readonly ADMINS="SELECT COUNT(*) FROM users WHERE role = 'admin'"

# The account that backs up may do what the document says, and no more.
mysql -e "CREATE DATABASE carqr CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  CREATE USER backup@'%' IDENTIFIED BY '$PASSWORD';
  GRANT SELECT, LOCK TABLES, SHOW VIEW, TRIGGER ON carqr.* TO backup@'%';
  GRANT RELOAD, REPLICATION CLIENT, PROCESS ON *.* TO backup@'%'"
npm run migrate
npm run seed
sum="$(rows "$SUM")"

run_block "$(.ci/block.mjs docs/operations.md backup)" \
  --host=HOST "--host=$HOST --port=$MYSQL_PORT" --password "--password=$PASSWORD"

# What happens after the dump is in the binary log alone, which goes on in another file meanwhile.
mapfile -t phones < <(rows 'SELECT phone FROM users LIMIT 2')
npm run admin -- grant "${phones[0]}"
mysql -e 'FLUSH BINARY LOGS'
npm run admin -- grant "${phones[1]}"
sleep 2
moment="$(date '+%F %T')"
sleep 1
mysql -e 'DROP DATABASE carqr'

dumped="$(run_block "$(.ci/block.mjs docs/operations.md restore)" \
  carqr-2026-11-22.sql.gz "$(cd "$FOLDER" && echo carqr-*.sql.gz)")"
echo "$dumped"
[[ $(rows "$SUM") == "$sum" && $(rows "$ADMINS") == 0 ]] || fail 'The dump does not bring back what it was made of.'

[[ $dumped =~ SOURCE_LOG_FILE=\'(binlog\.[0-9]+)\',\ SOURCE_LOG_POS=([0-9]+)\;$ ]] || fail 'The dump says no position.'
position="${BASH_REMATCH[2]}"
files="$(inside sh -c 'ls binlog.0*' | sed -n "/${BASH_REMATCH[1]}/,\$p" | tr '\n' ' ')"
redis-cli SET a-look-up stale
run_block "$(.ci/block.mjs docs/operations.md replay)" \
  1234 "$position" '2026-11-22 14:03:00' "$moment" 'binlog.000042 binlog.000043' "$files"
[[ $(rows "$SUM") == "$sum" && $(rows "$ADMINS") == 2 ]] || fail 'The binary log does not bring back what came later.'
[[ $(redis-cli DBSIZE) == 0 ]] || fail 'The store was not emptied.'
echo 'Restored to the moment before the accident.'
