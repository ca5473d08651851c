#!/usr/bin/env bash
#
# Reads the files of a deployment with the real programs that will read them one day: docker-compose, nginx, promtool.
#
#   .ci/deployment.sh install   adds the programs to the Debian sid that `.ci/services.sh up` has made
#   .ci/deployment.sh check     fails with the program's own words when one of the files is not good
#
# No container engine is needed, and none of the programs starts anything.

set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" LC_ALL=C DEBIAN_FRONTEND=noninteractive

readonly CHROOT="${CARQR_SERVICES_DIR:-/var/tmp/carqr-services}/sid"
readonly COPY=/srv/deployment
readonly SECRETS='JWT_SECRET MYSQL_PASSWORD MYSQL_ROOT_PASSWORD REDIS_PASSWORD MINIO_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY'

inside() {
  chroot "$CHROOT" sh -c "cd $COPY && $*"
}

install() {
  for program in docker-compose nginx promtool; do
    if [[ ! -x $CHROOT/usr/bin/$program && ! -x $CHROOT/usr/sbin/$program ]]; then
      chroot "$CHROOT" apt-get install -y -qq --no-install-recommends -o Acquire::Retries=3 docker-compose nginx prometheus
      chroot "$CHROOT" apt-get clean
      return
    fi
  done
}

check() {
  trap 'rm -rf -- "$CHROOT$COPY"' EXIT
  rm -rf -- "$CHROOT$COPY"
  mkdir -p "$CHROOT$COPY"
  cp -r docker-compose.yml Dockerfile deploy .env.example "$CHROOT$COPY"

  echo 'The example alone starts nothing:'
  cp .env.example "$CHROOT$COPY/.env"
  if inside 'docker-compose config --quiet'; then
    echo 'docker-compose took .env.example without secrets.'
    exit 1
  fi
  echo 'With secrets it does:'
  for name in $SECRETS; do
    sed -i "s/^$name=$/&$(openssl rand -hex 32)/" "$CHROOT$COPY/.env"
  done
  inside 'docker-compose config --quiet && docker-compose config --services'

  # The chroot has no /proc, which /dev/stdout leads to.
  sed -i 's#/dev/stdout#/dev/null#' "$CHROOT$COPY/deploy/nginx.conf"
  inside "nginx -t -c $COPY/deploy/nginx.conf"
  inside 'promtool check rules deploy/prometheus-rules.yml'
}

case "${1:-}" in
  install) install ;;
  check) check ;;
  *)
    echo 'Usage: deployment.sh install|check' >&2
    exit 1
    ;;
esac
