#!/usr/bin/env bash
#
# Reads the files of a deployment with the real programs that will read them one day: docker-compose, nginx, promtool.
#
#   .ci/deployment.sh install   adds the programs to the Debian sid that `.ci/services.sh up` has made, and those that
#                               `.ci/backup.sh` needs
#   .ci/deployment.sh check     fails with the program's own words when one of the files is not good
#
# No container engine is needed. Only nginx is started, to look at its own answers; nothing stands behind it.

set -euo pipefail
cd "$(dirname "$0")/.."
unset DOCKER_HOST DOCKER_CONTEXT
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" LC_ALL=C DEBIAN_FRONTEND=noninteractive

readonly CHROOT="${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}/sid"
readonly COPY=/srv/deployment
# Where containers find their secrets.
readonly SECRETS=/run/secrets

inside() {
  chroot "$CHROOT" sh -c "cd $COPY && $*"
}

# What the documents call docker. Without an engine a dry run reads the files and the command, and then fails to connect.
docker() {
  local said
  [[ $1 == compose ]] || return 1
  shift
  said="$(inside "CARQR_VERSION=${CARQR_VERSION:-} docker-compose --dry-run $*" 2>&1)" && return
  [[ $said == *'Cannot connect to the Docker daemon'* ]] && return
  echo "docker compose $*: $said"
  return 1
}

# Runs a block of commands of a document beside the copy of the files.
run_block() {
  local block
  block="$(.ci/block.mjs "$1" "$2")"
  (cd "$CHROOT$COPY" && eval "$block")
}

install() {
  for program in docker-compose nginx promtool mysqldump; do
    if [[ ! -x $CHROOT/usr/bin/$program && ! -x $CHROOT/usr/sbin/$program ]]; then
      chroot "$CHROOT" apt-get install -y -qq --no-install-recommends -o Acquire::Retries=3 \
        docker-compose nginx prometheus mysql-client-core
      chroot "$CHROOT" apt-get clean
      return
    fi
  done
}

# Starts nginx, first as it comes and then with TLS, and holds its own answers against what is promised.
check_proxy() {
  local conf="$CHROOT$COPY/deploy/nginx.conf" tls="$CHROOT$COPY/deploy/nginx-tls.conf" http https
  http="$(.ci/free-port.mjs)"
  https="$(.ci/free-port.mjs)"
  cp "$CHROOT$COPY"/secrets/inside_* "$CHROOT$SECRETS"
  cp "$CHROOT$SECRETS/inside_certificate" "$CHROOT$SECRETS/tls_certificate"
  cp "$CHROOT$SECRETS/inside_key" "$CHROOT$SECRETS/tls_key"
  # The chroot has no /proc, which /dev/stdout leads to. The operators' port may be another program's here.
  sed -i -e 's#/dev/stdout#/dev/null#' -e "s#listen 8080#listen 127.0.0.1:$http#" -e "s#listen 8081#listen unix:/tmp/operators.sock#" \
    -e "s#/etc/nginx/tls\[.\]conf#$COPY/tls[.]conf#" -e "s#pid /tmp/nginx.pid#pid $COPY/nginx.pid#" "$conf"
  sed -i "s#listen 8443#listen 127.0.0.1:$https#" "$tls"

  inside "nginx -t -c $COPY/deploy/nginx.conf"
  with_proxy expect_own_answers "http://127.0.0.1:$http"

  cp "$tls" "$CHROOT$COPY/tls.conf"
  inside "nginx -t -c $COPY/deploy/nginx.conf"
  with_proxy expect_tls "$http" "$https"
}

with_proxy() {
  local code=0
  inside "nginx -c $COPY/deploy/nginx.conf"
  "$@" || code=$?
  kill -QUIT "$(cat "$CHROOT$COPY/nginx.pid")"
  while [[ -e $CHROOT$COPY/nginx.pid ]]; do sleep 0.05; done
  rm -f -- "$CHROOT/tmp/operators.sock"
  return "$code"
}

# Asks for a URL, and wants a status and, if named, a header.
expect() {
  local status="$1" header="$2" answer
  shift 2
  answer="$(curl --silent --insecure --include --noproxy '*' --max-time 20 "$@" | tr -d '\r')"
  [[ ${answer%%$'\n'*} =~ \ $status(\ |$) ]] && grep -qix -- "$header" <<<"$answer" && return
  printf '%s\n' "Not $status with $header: $*" "$answer"
  return 1
}

# What the proxy refuses itself, and what it says while nobody answers behind it.
expect_own_answers() {
  local url path header
  url="$1"
  for header in "content-security-policy: default-src 'none'; base-uri 'none'; frame-ancestors 'none'" \
    'x-content-type-options: nosniff' 'strict-transport-security: max-age=31536000; includeSubDomains' \
    'content-type: application/json; charset=utf-8'; do
    for path in /metrics /api/v1/health/live /files/ /-/not-found; do
      [[ $path == /files/ ]] || expect 404 "$header" "$url$path" || return 1
    done
    expect 503 "$header" "$url/app-config" || return 1
    expect 413 "$header" --data-binary "@package-lock.json" "$url/auth/otp/request" || return 1
  done
  expect 503 'x-content-type-options: nosniff' "$url/files/stickers/a.svg"
  # Whoever scans a sticker is shown a page. Without TLS here the balancer in front of it redirects, or nobody.
  for header in 'content-type: text/html; charset=utf-8' 'x-content-type-options: nosniff' \
    'strict-transport-security: max-age=31536000; includeSubDomains' \
    "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"; do
    for path in / /S/ABC /s/abc; do
      expect 503 "$header" "$url$path" || return 1
    done
    expect 413 "$header" --data-binary "@package-lock.json" "$url/S/ABC" || return 1
  done
}

expect_tls() {
  local plain="http://127.0.0.1:$1" secure="https://127.0.0.1:$2" version
  expect_own_answers "$secure" || return 1
  for path in / /S /S/ABC /s/abc '/c/TOKEN?a=b'; do
    expect 301 "location: https://carqr.in$path" --header 'Host: evil.example' "$plain$path" || return 1
  done
  # No other request is sent on: a client that sends its token unencrypted has to fail.
  expect 404 'x-content-type-options: nosniff' "$plain/api/v1/users/me" || return 1
  expect 404 'x-content-type-options: nosniff' --data a=b "$plain/S/ABC" || return 1
  for version in 1.0 1.1; do
    if curl --silent --insecure --noproxy '*' --ciphers DEFAULT@SECLEVEL=0 --tls-max "$version" "$secure/" >/dev/null; then
      echo "The proxy speaks TLS $version."
      return 1
    fi
  done
  for version in 1.2 1.3; do
    expect 503 'x-content-type-options: nosniff' "--tlsv$version" --tls-max "$version" "$secure/app-config" || return 1
  done
}

clean_up() {
  rm -rf -- "$CHROOT$COPY" "$CHROOT$SECRETS"
}

check() {
  trap clean_up EXIT
  clean_up
  mkdir -p "$CHROOT$COPY" "$CHROOT$SECRETS"
  cp -r docker-compose.yml docker-compose.tls.yml Dockerfile deploy .env.example .ci/prometheus-rules.test.yml "$CHROOT$COPY"

  echo 'Without .env nothing starts:'
  if docker compose up >/dev/null 2>&1; then
    echo 'docker-compose took the file without .env.'
    exit 1
  fi
  echo 'By the commands of the documents it does:'
  run_block README.md compose
  run_block docs/operations.md compose
  run_block docs/operations.md 'compose tls'
  inside 'docker-compose config --services'
  run_block docs/operations.md 'compose release'
  run_block docs/operations.md 'compose backup'
  [[ $(inside 'CARQR_VERSION=2 docker-compose config --images') == *carqr:2* ]]

  check_proxy
  inside 'promtool check rules deploy/prometheus-rules.yml'
  inside 'promtool test rules prometheus-rules.test.yml'
}

case "${1:-}" in
  install) install ;;
  check) check ;;
  *)
    echo 'Usage: deployment.sh install|check' >&2
    exit 1
    ;;
esac
