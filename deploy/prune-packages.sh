#!/bin/sh
# Removes from a production node_modules what no program loads: what is there for compilers, debuggers and other systems.
#
#   sh deploy/prune-packages.sh node_modules
set -eu
cd "${1:?Name the node_modules directory.}"

find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.tsbuildinfo' \) -delete
# Declarations only; the compiler, which two packages name and only their tools load; TypeORM as it is for browsers.
rm -rf .bin @types typescript typeorm/browser
# Native code for Alpine's C library.
rm -rf @libsql/*-musl @img/*musl*
find . -type d -empty -delete
