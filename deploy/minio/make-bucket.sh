#!/bin/sh
# Makes the bucket for stickers and the account that the programs use it by. Run again, it changes nothing.
set -eu

mc alias set --quiet store http://minio:9000 minio-root "$MINIO_ROOT_PASSWORD"
mc mb --ignore-existing store/carqr
# Anybody who has the address of a sticker may read it; the proxy lets nothing else through to the bucket.
mc anonymous set-json /deploy/public-stickers.json store/carqr
mc admin user add store "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
mc admin policy create store carqr-files /deploy/carqr-files.json
mc admin policy attach store carqr-files --user "$AWS_ACCESS_KEY_ID"
