#!/bin/sh
# Removes from a production node_modules what no program loads: what is there for compilers, debuggers, browsers and
# other systems.
#
#   sh deploy/prune-packages.sh node_modules        package-lock.json lies beside it
set -eu
cd "${1:?Name the node_modules directory.}"

find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.tsbuildinfo' \) -delete
# Declarations only; the compiler, which two packages name and only their tools load; TypeORM as it is for browsers.
rm -rf .bin @types typescript typeorm/browser
# Native code for Alpine's C library.
rm -rf @libsql/*-musl @img/*musl*
# Stickers are set in the upright fonts of the older format; the rest is for web pages.
find @fontsource -type f \( -name '*.woff2' -o -name '*-italic.woff' -o -name '*.css' -o -name '*.scss' \) -delete

# Packages that nothing needs, such as the template engines that the mailer could use, and all that only they need.
# Native code stays: what is for one system (os, cpu), and what chooses it.
node --eval '
  const { readFileSync, rmSync } = require("node:fs");
  const { packages } = JSON.parse(readFileSync("../package-lock.json", "utf8"));
  const chooses = /(msgpackr-extract|node-gyp-build-optional-packages|@napi-rs\/nice)$/;
  for (const [path, { optional, os, cpu }] of Object.entries(packages)) {
    if (optional && !os && !cpu && !chooses.test(path)) rmSync(`../${path}`, { recursive: true, force: true });
  }
'
find . -type d -empty -delete
