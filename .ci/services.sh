#!/usr/bin/env bash
#
# Real MySQL 9.7, MariaDB, Redis and Dart for the tests, on a Debian machine without a container engine.
#
#   .ci/services.sh up      installs what is missing and starts the servers; does nothing where they answer already
#   .ci/services.sh env     prints the addresses as shell exports: eval "$(.ci/services.sh env)"
#   .ci/services.sh down    stops what `up` started; the installed programs and the data stay
#
# Debian stable ships MariaDB and Redis, but neither MySQL nor Dart. Those come from Debian sid, in a folder of its own
# that is entered with chroot, so that no package of sid touches the host. The chroot shares the host's loopback network.
#
# CARQR_SERVICES_DIR moves the folder that holds the chroot, the data and the logs. CARQR_MYSQL_PORT,
# CARQR_MARIADB_PORT and CARQR_REDIS_PORT move the ports, for a machine where one of them is taken.

set -euo pipefail

# A cron job or a plain `su` leaves the sbin folders out, and chroot, debootstrap and mariadbd live there.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
# The chroot has no locales, so that a host locale would only make perl complain in every maintainer script.
export LC_ALL=C
export DEBIAN_FRONTEND=noninteractive

readonly HOST=127.0.0.1
readonly MYSQL_PORT="${CARQR_MYSQL_PORT:-3397}"
readonly MARIADB_PORT="${CARQR_MARIADB_PORT:-3310}"
readonly REDIS_PORT="${CARQR_REDIS_PORT:-6390}"
readonly START_SECONDS=60
readonly STOP_SECONDS=60

# The path is resolved because the kernel's mount table and /proc/PID/cwd, to which it is compared, hold resolved paths.
DIR="$(realpath -m -- "${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}")"
readonly DIR
readonly LOGS="$DIR/log"
readonly CHROOT="$DIR/sid"
# A marker is written as the last step. A tree without its marker was left by an interrupted run and is made anew.
readonly CHROOT_MARKER="$CHROOT/.complete"
readonly MYSQL_DATA="$CHROOT/srv/mysql"
readonly MYSQL_MARKER="$CHROOT/srv/mysql.complete"
readonly MARIADB_DATA="$DIR/mariadb"
readonly MARIADB_MARKER="$DIR/mariadb.complete"
readonly REDIS_DATA="$DIR/redis"

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_TEXT='#!/bin/sh
# Placed for the duration of one installation by services.sh.
exit 101'

declare -A TITLE=([mysql]='MySQL' [mariadb]='MariaDB' [redis]='Redis')
declare -A PORT=([mysql]="$MYSQL_PORT" [mariadb]="$MARIADB_PORT" [redis]="$REDIS_PORT")
declare -A PROGRAM=([mysql]=mysqld [mariadb]=mariadbd [redis]=redis-server)
declare -A PID_FILE=([mysql]="$MYSQL_DATA/server.pid" [mariadb]="$MARIADB_DATA/server.pid" [redis]="$REDIS_DATA/server.pid")
# Both servers are told the same. The data is thrown away after the tests, hence no binary log and no flush to the disk
# at each commit: a crash of the machine may lose the last second. The limits keep two servers small on a CI machine.
readonly SQL_OPTIONS=(
  --user=mysql
  --bind-address="$HOST"
  --skip-log-bin
  --innodb-flush-log-at-trx-commit=2
  --innodb-buffer-pool-size=256M
  --max-connections=300
)

# What `up` did for each service, and the process it started.
declare -A HOW=()
declare -A STARTED=()
CHROOT_JOB=''

fail() {
  printf 'services.sh: %s\n' "$*" >&2
  exit 1
}

# The log ends up on the console too, because a CI machine and its log files are gone when somebody reads the failure.
fail_with_log() {
  local log=$1
  shift
  if [[ -s $log ]]; then
    tail -n 15 -- "$log" | sed 's/^/  | /' >&2
  fi
  fail "$* (log: $log)"
}

retry() {
  local attempt
  for attempt in 1 2 3; do
    if "$@"; then
      return 0
    fi
    echo "Attempt $attempt of 3 failed: $*"
    sleep $((attempt * 2))
  done
  return 1
}

prepare() {
  [[ $(id -u) -eq 0 ]] || fail 'Installing and starting the services needs root.'
  # Spaces and the like are written as escapes in the kernel's mount table, which would hide a mount from remove_chroot.
  [[ $DIR =~ ^/[A-Za-z0-9._/-]+$ ]] || fail "CARQR_SERVICES_DIR may hold letters, digits, dots, dashes and slashes only: $DIR"
  install -d -m 755 -- "$DIR" "$LOGS"
  # Two runs at once would build the same folders. The installers inherit the lock, so that a run after an interrupted
  # one waits for the download that still goes on; the servers must not inherit it, and close it (9>&-).
  exec 9>"$DIR/lock"
  flock -w 900 9 || fail "Another run of services.sh has held $DIR/lock for 15 minutes."
}

# ---------------------------------------------------------------------------------------------------------------------
# Asking the servers
# ---------------------------------------------------------------------------------------------------------------------

# MariaDB's client speaks to both servers. Newer clients insist on a certificate they can verify, which a test server
# does not have.
sql_version() {
  timeout 5 mariadb --no-defaults --protocol=tcp --skip-ssl --host="$HOST" --port="$1" --user=root \
    --batch --skip-column-names --execute='SELECT VERSION()' </dev/null 2>/dev/null
}

# The wrong one of the two on a port would make the tests prove the wrong thing, hence the look at the name.
mysql_version() {
  local version
  version=$(sql_version "$MYSQL_PORT") || return 1
  [[ $version != *MariaDB* ]] || return 1
  echo "$version"
}

mariadb_version() {
  local version
  version=$(sql_version "$MARIADB_PORT") || return 1
  [[ $version == *MariaDB* ]] || return 1
  echo "$version"
}

redis_version() {
  local answer
  answer=$(timeout 5 redis-cli -h "$HOST" -p "$REDIS_PORT" PING 2>/dev/null) || return 1
  [[ $answer == PONG ]] || return 1
  timeout 5 redis-cli -h "$HOST" -p "$REDIS_PORT" INFO server | sed -n 's/\r$//; s/^redis_version://p'
}

# Prints the process of a service if it runs from this folder. A process file survives a crash and its number may belong
# to a stranger by then, so the program's name and its working directory (all three work in their data) must fit as well.
own_pid() {
  local service=$1 pid name directory
  [[ -r ${PID_FILE[$service]} ]] || return 1
  pid=$(tr -cd '0-9' <"${PID_FILE[$service]}")
  [[ -n $pid && -r /proc/$pid/comm ]] || return 1
  read -r name <"/proc/$pid/comm" || return 1
  directory=$(readlink "/proc/$pid/cwd") || return 1
  [[ $name == "${PROGRAM[$service]}" && $directory == "$DIR"/* ]] || return 1
  echo "$pid"
}

# ---------------------------------------------------------------------------------------------------------------------
# Installing
# ---------------------------------------------------------------------------------------------------------------------

remove_policy() {
  if [[ -f $POLICY && $(<"$POLICY") == "$POLICY_TEXT" ]]; then
    rm -f -- "$POLICY"
  fi
}

# The package lists are fetched only when they do not know a package, or when an installation failed (old lists name
# files that the mirror no longer has).
apt_install() {
  local attempt
  for attempt in 1 2 3; do
    if ((attempt > 1)) || ! apt-cache show "$@" >/dev/null 2>&1; then
      apt-get update -qq -o Acquire::Retries=2 || true
    fi
    if apt-get install -y -qq --no-install-recommends -o Acquire::Retries=2 -o DPkg::Lock::Timeout=120 "$@"; then
      return 0
    fi
    echo "Attempt $attempt of 3 to install $* failed."
    sleep $((attempt * 2))
  done
  return 1
}

# Host packages are installed one call after the other, because dpkg has a single lock. Without the policy file Debian
# starts its own MariaDB and Redis on their usual ports when the packages are configured.
install_packages() {
  local log="$LOGS/install-host.log" result=0
  if [[ ! -e $POLICY ]]; then
    printf '%s\n' "$POLICY_TEXT" >"$POLICY"
    chmod 755 "$POLICY"
  fi
  apt_install "$@" >"$log" 2>&1 </dev/null || result=1
  remove_policy
  ((result == 0)) || fail_with_log "$log" "The Debian packages $* could not be installed."
}

# Prints the Debian mirror that the host's apt uses, so that the script names none. The origin and the label leave out
# the security archive, which has no sid, and the sources of others.
debian_mirror() {
  # The field is apt's to fill in, not the shell's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
    awk 'NR == 1'
}

mounts_below_chroot() {
  awk -v top="$CHROOT/" 'index($5, top) == 1 { print $5 }' /proc/self/mountinfo
}

# Deleting through a mounted /dev or /proc would harm the host. The script mounts nothing itself (debootstrap makes the
# few device files, and MySQL needs no /proc), but an interrupted debootstrap leaves its mounts behind.
release_mounts() {
  local point
  # The deepest mounts come first in reverse order.
  while read -r point; do
    umount -l -- "$point" || return 1
  done < <(mounts_below_chroot | sort -r)
  [[ -z $(mounts_below_chroot) ]]
}

remove_chroot() {
  [[ -e $CHROOT ]] || return 0
  # The marker goes first: a tree whose removal was interrupted must not look complete.
  rm -f -- "$CHROOT_MARKER"
  release_mounts || return 1
  rm -rf --one-file-system -- "$CHROOT"
}

make_base() {
  remove_chroot || return 1
  debootstrap --variant=minbase sid "$CHROOT" "$1"
}

build_chroot() {
  local mirror proxy=''
  mirror=$(debian_mirror)
  if [[ -z $mirror ]]; then
    # A fresh image carries no package lists, and apt learns the origin of its sources from them.
    retry apt-get update -qq || return 1
    mirror=$(debian_mirror)
  fi
  if [[ -z $mirror ]]; then
    echo 'apt has no Debian mirror among its sources.'
    return 1
  fi

  # debootstrap does not read apt's settings, and the apt inside the chroot cannot see them.
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  if [[ -n $proxy && $proxy != DIRECT ]]; then
    export http_proxy="$proxy"
  fi
  retry make_base "$mirror" || return 1
  apt-config dump Acquire | grep -E '^Acquire::(http|https|Check-[A-Za-z-]+|ForceIPv[46])[: ]' \
    >"$CHROOT/etc/apt/apt.conf.d/90host" || true
  # Nothing in the chroot may start by itself, and its packages need not survive a power cut.
  printf '#!/bin/sh\nexit 101\n' >"$CHROOT$POLICY" || return 1
  chmod 755 "$CHROOT$POLICY" || return 1
  echo force-unsafe-io >"$CHROOT/etc/dpkg/dpkg.cfg.d/speed" || return 1

  retry chroot "$CHROOT" apt-get install -y -qq --no-install-recommends -o Acquire::Retries=2 mysql-server-core || return 1
  chroot "$CHROOT" apt-get clean || return 1
  # The core package brings the server only; the account belongs to the package that would also start it.
  chroot "$CHROOT" sh -c 'id mysql >/dev/null 2>&1 || useradd --system --shell /bin/false mysql' || return 1
  chroot "$CHROOT" mysqld --version || return 1
  touch "$CHROOT_MARKER"
}

install_sid() {
  if [[ ! -e $CHROOT_MARKER ]]; then
    build_chroot || return 1
  fi
  if [[ ! -e $CHROOT/usr/bin/dart ]]; then
    retry chroot "$CHROOT" apt-get install -y -qq --no-install-recommends -o Acquire::Retries=2 dart-sdk || return 1
    chroot "$CHROOT" apt-get clean
  fi
}

# Whether sid has something that this machine has not.
needs_sid() {
  if [[ ! -e $CHROOT_MARKER ]] && ! mysql_version >/dev/null; then
    return 0
  fi
  [[ ! -e $CHROOT/usr/bin/dart ]] && ! command -v dart >/dev/null
}

# ---------------------------------------------------------------------------------------------------------------------
# Starting
# ---------------------------------------------------------------------------------------------------------------------

# Runs a server apart from this shell and its terminal, so that it outlives both.
launch() {
  local service=$1
  shift
  setsid "$@" >"$LOGS/$service.log" 2>&1 </dev/null 9>&- &
  STARTED[$service]=$!
}

start_redis() {
  install -d -o redis -g redis -- "$REDIS_DATA"
  # An open Redis can be told to write files, so it does not run as root. Nothing is saved: each start is empty.
  launch redis setpriv --reuid=redis --regid=redis --clear-groups redis-server \
    --bind "$HOST" --port "$REDIS_PORT" --dir "$REDIS_DATA" --pidfile "${PID_FILE[redis]}" \
    --save '' --appendonly no --daemonize no
}

start_mariadb() {
  if [[ ! -e $MARIADB_MARKER ]]; then
    rm -rf --one-file-system -- "$MARIADB_DATA"
    install -d -o mysql -g mysql -m 700 -- "$MARIADB_DATA"
    # The `normal` method gives root an empty password; Debian's default lets root in through the socket only.
    # Without --force it refuses to work on a machine that cannot look up its own host name.
    mariadb-install-db --no-defaults --force --user=mysql --datadir="$MARIADB_DATA" --skip-test-db \
      --auth-root-authentication-method=normal >"$LOGS/mariadb-data.log" 2>&1 </dev/null ||
      fail_with_log "$LOGS/mariadb-data.log" 'The data directory of MariaDB could not be made.'
    touch "$MARIADB_MARKER"
  fi
  launch mariadb mariadbd --no-defaults "${SQL_OPTIONS[@]}" --datadir="$MARIADB_DATA" --port="$MARIADB_PORT" \
    --socket="$MARIADB_DATA/server.sock" --pid-file="${PID_FILE[mariadb]}"
}

start_mysql() {
  local data="${MYSQL_DATA#"$CHROOT"}"
  if [[ ! -e $MYSQL_MARKER ]]; then
    rm -rf --one-file-system -- "$MYSQL_DATA"
    install -d -m 700 -- "$MYSQL_DATA"
    # The account has another number inside the chroot than on the host.
    chroot "$CHROOT" chown mysql:mysql "$data"
    # "Insecure" is an empty password for root. MySQL takes connections from 127.0.0.1 for root@localhost.
    chroot "$CHROOT" mysqld --no-defaults --initialize-insecure --user=mysql --datadir="$data" \
      >"$LOGS/mysql-data.log" 2>&1 </dev/null ||
      fail_with_log "$LOGS/mysql-data.log" 'The data directory of MySQL could not be made.'
    touch "$MYSQL_MARKER"
  fi
  launch mysql chroot "$CHROOT" mysqld --no-defaults "${SQL_OPTIONS[@]}" --datadir="$data" --port="$MYSQL_PORT" \
    --socket="$data/server.sock" --pid-file="${PID_FILE[mysql]#"$CHROOT"}" --mysqlx=OFF --secure-file-priv=NULL
}

begin() {
  local service=$1
  if "${service}_version" >/dev/null; then
    HOW[$service]='was running'
  elif own_pid "$service" >/dev/null; then
    # Still starting, or out of connections: a second server on the same data would only fail.
    HOW[$service]='was starting'
  else
    "start_$service"
    HOW[$service]='started'
  fi
}

await() {
  local service=$1 version
  local deadline=$((SECONDS + START_SECONDS)) log="$LOGS/$service.log"
  until version=$("${service}_version"); do
    if [[ -n ${STARTED[$service]:-} ]] && ! kill -0 "${STARTED[$service]}" 2>/dev/null; then
      fail_with_log "$log" "${TITLE[$service]} ended while starting; is port ${PORT[$service]} taken?"
    fi
    ((SECONDS < deadline)) ||
      fail_with_log "$log" "${TITLE[$service]} did not answer on $HOST:${PORT[$service]} within $START_SECONDS seconds."
    sleep 0.2
  done
  echo "${TITLE[$service]} $version on $HOST:${PORT[$service]} (${HOW[$service]})"
}

# A failure on the host side must not leave the chroot half-made in the background with nobody waiting for it.
on_exit() {
  remove_policy
  if [[ -n $CHROOT_JOB ]]; then
    wait "$CHROOT_JOB" || true
  fi
}

up() {
  prepare
  trap on_exit EXIT

  # The chroot is the longest part. It needs nothing from the host but debootstrap, so it is built beside the rest.
  if needs_sid; then
    command -v debootstrap >/dev/null || install_packages debootstrap
    install_sid >"$LOGS/install-sid.log" 2>&1 </dev/null &
    CHROOT_JOB=$!
  fi

  local -a missing=()
  if ! command -v mariadbd >/dev/null || ! command -v mariadb >/dev/null; then
    missing+=(mariadb-server)
  fi
  if ! command -v redis-server >/dev/null || ! command -v redis-cli >/dev/null; then
    missing+=(redis-server)
  fi
  if ((${#missing[@]} > 0)); then
    install_packages "${missing[@]}"
  fi

  begin redis
  begin mariadb
  if [[ -n $CHROOT_JOB ]]; then
    local job=$CHROOT_JOB
    CHROOT_JOB=''
    wait "$job" || fail_with_log "$LOGS/install-sid.log" 'MySQL and Dart could not be installed from Debian sid.'
  fi
  begin mysql

  await mysql
  await mariadb
  await redis
}

# ---------------------------------------------------------------------------------------------------------------------
# Stopping
# ---------------------------------------------------------------------------------------------------------------------

stop() {
  local service=$1 pid deadline
  if ! pid=$(own_pid "$service"); then
    echo "${TITLE[$service]} was not running"
    return 0
  fi
  kill -TERM "$pid"
  deadline=$((SECONDS + STOP_SECONDS))
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS < deadline)) || fail "${TITLE[$service]} (process $pid) did not stop within $STOP_SECONDS seconds."
    sleep 0.2
  done
  echo "${TITLE[$service]} stopped"
}

down() {
  prepare
  stop mysql
  stop mariadb
  stop redis
  release_mounts || fail "Something is still mounted below $CHROOT."
}

print_env() {
  echo "export TEST_MYSQL_URL=mysql://root@$HOST:$MYSQL_PORT"
  echo "export TEST_MARIADB_URL=mysql://root@$HOST:$MARIADB_PORT"
  echo "export TEST_REDIS_URL=redis://$HOST:$REDIS_PORT"
}

case "${1:-}" in
  up) up ;;
  down) down ;;
  env) print_env ;;
  *) fail 'Usage: services.sh up|down|env' ;;
esac
