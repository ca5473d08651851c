#!/bin/sh
# Writes the digest behind each image's tag into docker-compose.yml and the Dockerfile, in place of the one before. A tag
# can be pointed at another image; a digest cannot. Run it for each update, look at the difference, and commit it.
set -eu

pin() {
  file="$1"
  for image in $(sed -nE "s/$2([^[:space:]@\$]+)(@sha256:[0-9a-f]+)?\$/\\2/p" "$file" | sort -u); do
    digest="$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')"
    case "$digest" in
      sha256:*) sed -i -E "s#$2$image(@sha256:[0-9a-f]+)?\$#\\1$image@$digest#" "$file" ;;
      *) echo "$image has no digest." >&2 && exit 1 ;;
    esac
    echo "$image@$digest"
  done
}

pin docker-compose.yml '^( +image: )'
pin Dockerfile '^(ARG NODE=)'
