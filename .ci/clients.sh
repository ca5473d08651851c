#!/usr/bin/env bash
#
# Holds the generated clients to openapi.json and to the server: clients/dart is what the document gives, analyses without
# a remark and walks through the API, as do the snippets for Dart in our pages; clients in TypeScript and Python can be
# made and compile.
#
# Needs Java and the generator's jar (OPENAPI_GENERATOR_JAR), Python, Dart, and a built server.

set -euo pipefail
cd "$(dirname "$0")/.."

WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT

npm run --silent sdk:dart -- --check
npm run --silent sdk:walk

npx --no openapi-typescript openapi.json --output "$WORK/typescript/api.ts"
cat >"$WORK/typescript/use.ts" <<'END'
import type { components, paths } from './api.js';

type Answer = paths['/cars/me']['get']['responses'][200]['content']['application/json'];
export const plateOf = ({ car }: Answer): string => car.carNumber;
export const wasLimited = (refusal: components['schemas']['ErrorResponse']): boolean => refusal.code === 'RATE_LIMITED';
END
npx tsc --ignoreConfig --noEmit --strict --module nodenext "$WORK/typescript/use.ts"
echo 'A client in TypeScript compiles.'

java -jar "$OPENAPI_GENERATOR_JAR" generate --generator-name python --input-spec openapi.json --output "$WORK/python" \
  >"$WORK/python.log" 2>&1 || { cat "$WORK/python.log"; exit 1; }
python3 -m compileall -q "$WORK/python"
echo 'A client in Python compiles.'
