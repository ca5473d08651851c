#!/bin/sh
# Makes ./secrets for docker-compose.yml: a file for each secret, and the certificate by which the servers of the stack
# are known to each other. Files that are there already are kept, so that it can be run again. If one cannot be made, none
# is.
#
# Containers run as different users and read these files as they are: the directory keeps others of this machine out.
set -eu
umask 022
mkdir -p secrets
chmod 700 secrets
# New files are made here, and moved once all of them are complete.
new="$(mktemp -d secrets/.new-XXXXXXXX)"
made=''
trap 'rm -rf -- "$new"' EXIT
trap 'exit 1' HUP INT TERM

is_missing() {
  [ ! -e "secrets/$1" ]
}
# put NAME CONTENT
put() {
  is_missing "$1" || return 0
  printf '%s' "${2:+$2
}" >"$new/$1"
  made="$made $1"
}
put_random() {
  is_missing "$1" || return 0
  random="$(openssl rand -hex 32)"
  put "$1" "$random"
}
path() {
  if is_missing "$1"; then echo "$new/$1"; else echo "secrets/$1"; fi
}
value() {
  cat "$(path "$1")"
}

# What other files repeat comes before them.
put_random jwt_secret
# The other secret while jwt_secret is being exchanged: see docs/operations.md.
put jwt_secret_previous ''
put_random mysql_root_password
put_random mysql_migrate_password
put_random mysql_app_password
put_random mysql_backup_password
put_random redis_password
put_random store_root_password
put_random store_app_password

# One authority for the servers inside: its only certificate is its own.
if is_missing inside_key; then
  key="$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1)"
  put inside_key "$key"
fi
if is_missing inside_certificate; then
  certificate="$(openssl req -x509 -key "$(path inside_key)" -days 3650 -subj '/CN=inside CarQR' \
    -addext 'subjectAltName=DNS:mysql,DNS:redis,DNS:store,DNS:mailpit')"
  put inside_certificate "$certificate"
fi

ca=/run/secrets/inside_certificate
put database_url "mysql://carqr_app:$(value mysql_app_password)@mysql:3306/carqr?ssl=true&ca=$ca"
put migrate_database_url "mysql://carqr_migrate:$(value mysql_migrate_password)@mysql:3306/carqr?ssl=true&ca=$ca"
put backup_options "[client]
host=mysql
user=carqr_backup
password=$(value mysql_backup_password)
ssl-mode=VERIFY_IDENTITY
ssl-ca=$ca"
put redis_url "rediss://:$(value redis_password)@redis:6379?ca=$ca"
put redis_conf "requirepass $(value redis_password)"
put aws_credentials "[default]
aws_access_key_id=carqr
aws_secret_access_key=$(value store_app_password)"
put store_users "{\"accessAccounts\":{\"carqr\":{\"access\":\"carqr\",\"secret\":\"$(value store_app_password)\",\"role\":\"user\"}}}"

# DEMONSTRATION: messages are shown and payments simulated. Write the real URLs and keys into these files.
put sms_url 'preview:'
put smtp_url 'smtp://mailpit:1025'
put razorpay_key_secret ''
put razorpay_webhook_secret ''

for name in $made; do
  mv -- "$new/$name" "secrets/$name"
done
