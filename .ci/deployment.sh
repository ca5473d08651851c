#!/usr/bin/env bash
#
# Reads the files of a deployment with the real programs that will read them one day: docker-compose, nginx, promtool.
#
#   .ci/deployment.sh install   adds the programs to the Debian sid that `.ci/services.sh up` has made, and those that
#                               `.ci/backup.sh` needs
#   .ci/deployment.sh check     fails with the program's own words when one of the files is not good
#
# No container engine is needed, and none of the programs starts anything.

set -euo pipefail
cd "$(dirname "$0")/.."
unset DOCKER_HOST DOCKER_CONTEXT
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" LC_ALL=C DEBIAN_FRONTEND=noninteractive

readonly CHROOT="${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}/sid"
readonly COPY=/srv/deployment

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

check() {
  trap 'rm -rf -- "$CHROOT$COPY"' EXIT
  rm -rf -- "$CHROOT$COPY"
  mkdir -p "$CHROOT$COPY"
  cp -r docker-compose.yml Dockerfile deploy .env.example .ci/prometheus-rules.test.yml "$CHROOT$COPY"

  echo 'The example alone starts nothing:'
  if run_block README.md compose >/dev/null 2>&1; then
    echo 'docker-compose took .env.example without secrets.'
    exit 1
  fi
  echo 'With secrets it does:'
  run_block docs/operations.md compose
  inside 'docker-compose config --services'
  run_block docs/operations.md 'compose release'
  run_block docs/operations.md 'compose backup'
  [[ $(inside 'CARQR_VERSION=2 docker-compose config --images') == *carqr:2* ]]

  # The chroot has no /proc, which /dev/stdout leads to.
  sed -i 's#/dev/stdout#/dev/null#' "$CHROOT$COPY/deploy/nginx.conf"
  inside "nginx -t -c $COPY/deploy/nginx.conf"
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
