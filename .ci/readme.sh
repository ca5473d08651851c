#!/usr/bin/env bash
#
# Does what README.md says, in its own words, and sees whether it comes about.
#
#   .ci/readme.sh start     from nothing to a running server, and the first call
#   .ci/readme.sh release   without containers: migrates, and starts both programs on TEST_MYSQL_URL and TEST_REDIS_URL
#
# Only addresses are other ones.

set -euo pipefail
cd "$(dirname "$0")/.."
export no_proxy=localhost,127.0.0.1

readonly START_SECONDS=1800
readonly DATABASE="carqr_readme_$$"
LOG="$(mktemp)"
readonly LOG
STARTED=()

fail() {
  cat "$LOG" >&2
  echo "readme.sh: $*" >&2
  exit 1
}

# Starts a command with the settings before it, in a process group of its own.
launch() {
  setsid env "${@:2}" bash -euo pipefail -c "$1" >>"$LOG" 2>&1 </dev/null &
  STARTED+=($!)
}

# Waits until a command succeeds, as long as the program started last is alive.
await() {
  local deadline=$((SECONDS + START_SECONDS))
  until "$@" >/dev/null 2>&1; do
    kill -0 "${STARTED[-1]}" 2>/dev/null || fail "It ended while waiting for: $*"
    ((SECONDS < deadline)) || fail "Waited in vain for: $*"
    sleep 0.2
  done
}

stop_all() {
  local group
  for group in "${STARTED[@]}"; do
    kill -KILL -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
  done
  rm -f -- "$LOG"
}

start() {
  local url call
  # What the server keeps of this call is not kept; what was there before is.
  if [[ -e data ]]; then trap stop_all EXIT; else trap 'stop_all; rm -rf data' EXIT; fi
  launch "$(.ci/block.mjs README.md start)" PORT=0
  await grep -q 'CarQR listens at' "$LOG"
  url="$(sed -n 's/.*CarQR listens at //p' "$LOG")"
  curl -sSf -o /dev/null "$url/docs"
  curl -sSf -o /dev/null "$url/dev/outbox.html"
  mapfile -t call < <(.ci/block.mjs README.md call)
  [[ $(bash -c "${call[0]//localhost:3000/${url#http://}}") == *'"success":true'* ]] || fail 'The first call failed.'
  echo "npm start answered at $url."
}

# The program at the end of npm and its shell, which would tell of their own end by a signal and hide the program's.
started_by() {
  local pid="$1" child="$1"
  while [[ -n $child ]]; do
    pid="$child"
    child="$(<"/proc/$pid/task/$pid/children")"
    child="${child%% *}"
  done
  echo "$pid"
}

sql() {
  node -e '
    const [url, statement] = process.argv.slice(1);
    import("mysql2/promise").then(async ({ createConnection }) => {
      const connection = await createConnection(url);
      await connection.query(statement);
      await connection.end();
    });
  ' "$TEST_MYSQL_URL" "$1"
}

release() {
  local lines migrate api worker ports program
  mapfile -t lines < <(.ci/block.mjs README.md release)
  # The suites before have run the first line: `npm ci` in the blocks above it, and `npm run build` in `npm run check`.
  [[ ${#lines[@]} == 4 && ${lines[0]} == 'npm ci && npm run build '* ]] || fail 'Not the four lines that were expected.'
  migrate="${lines[1]}" api="${lines[2]}" worker="${lines[3]}"
  trap 'stop_all; sql "DROP DATABASE IF EXISTS $DATABASE"' EXIT
  sql "CREATE DATABASE $DATABASE"
  ports=("$(.ci/free-port.mjs)" "$(.ci/free-port.mjs)")
  export DATABASE_URL="$TEST_MYSQL_URL/$DATABASE" REDIS_URL="$TEST_REDIS_URL/14" PORT="${ports[0]}" WORKER_PORT="${ports[1]}"

  bash -euo pipefail -c "$migrate"
  launch "exec $api"
  await curl -sf "http://127.0.0.1:$PORT/health/ready"
  launch "exec $worker"
  await curl -sf "http://127.0.0.1:$WORKER_PORT/health/ready"
  for program in "${STARTED[@]}"; do
    kill -TERM "$(started_by "$program")"
    wait "$program" || fail "A program did not exit with 0 on SIGTERM, but with $?."
  done
  echo 'Both programs were ready on MySQL and Redis, and exited with 0 on SIGTERM.'
}

case "${1:-}" in
  start) start ;;
  release) release ;;
  *)
    echo 'Usage: readme.sh start|release' >&2
    exit 1
    ;;
esac
