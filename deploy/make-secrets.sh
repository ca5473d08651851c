#!/bin/sh
# Makes ./secrets for docker-compose.yml: a file for each secret, and the certificate by which the servers of the stack
# are known to each other. Files that are there already are kept, so that it can be run again.
#
# Containers run as different users and read these files as they are: the directory keeps others of this machine out.
set -eu
umask 022
mkdir -p secrets
chmod 700 secrets

# put NAME < content
put() {
  [ -e "secrets/$1" ] && cat >/dev/null && return
  cat >"secrets/$1"
}
random() {
  openssl rand -hex 32
}
value() {
  cat "secrets/$1"
}

random | put jwt_secret
# The other secret while jwt_secret is being exchanged: see docs/operations.md.
put jwt_secret_previous </dev/null
random | put mysql_root_password
random | put mysql_migrate_password
random | put mysql_app_password
random | put redis_password
random | put store_root_password
random | put store_app_password

# One authority for the servers inside: its only certificate is its own.
if [ ! -e secrets/inside_certificate ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 3650 -subj '/CN=inside CarQR' \
    -addext 'subjectAltName=DNS:mysql,DNS:redis,DNS:store,DNS:mailpit' \
    -keyout secrets/inside_key -out secrets/inside_certificate 2>/dev/null
  chmod 644 secrets/inside_key
fi

ca=/run/secrets/inside_certificate
echo "mysql://carqr_app:$(value mysql_app_password)@mysql:3306/carqr?ssl=true&ca=$ca" | put database_url
echo "mysql://carqr_migrate:$(value mysql_migrate_password)@mysql:3306/carqr?ssl=true&ca=$ca" | put migrate_database_url
echo "rediss://:$(value redis_password)@redis:6379?ca=$ca" | put redis_url
echo "requirepass $(value redis_password)" | put redis_conf
put aws_credentials <<CREDENTIALS
[default]
aws_access_key_id=carqr
aws_secret_access_key=$(value store_app_password)
CREDENTIALS
echo "{\"accessAccounts\":{\"carqr\":{\"access\":\"carqr\",\"secret\":\"$(value store_app_password)\",\"role\":\"user\"}}}" |
  put store_users

# DEMONSTRATION: messages are shown and payments simulated. Write the real URLs and keys into these files.
echo 'preview:' | put sms_url
echo 'smtp://mailpit:1025' | put smtp_url
put razorpay_key_secret </dev/null
put razorpay_webhook_secret </dev/null
