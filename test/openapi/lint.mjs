// Lints openapi.json, or the file that is named, by the strictest of the linter's own rule sets and by rules of ours; a
// warning fails as an error does.
import { readFileSync } from 'node:fs';
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';
import { findOmissions } from './completeness.mjs';

const file = process.argv[2] ?? 'openapi.json';
const config = await createConfig({
  extends: ['recommended-strict'],
  // Clients in people's hands call /cars/qr/{code} beside /cars/{carId}/scans; the server tells them apart.
  rules: { 'no-ambiguous-paths': 'off' },
});
const problems = await lint({ ref: file, config });
formatProblems(problems, {
  format: 'codeframe',
  totals: { errors: problems.length, warnings: 0, ignored: 0 },
  version: '',
});
const omissions = findOmissions(JSON.parse(readFileSync(file, 'utf8')));
for (const omission of omissions) console.log(`${omission}.`);
const count = problems.length + omissions.length;
console.log(`${file}: ${count} problems`);
process.exit(count === 0 ? 0 : 1);
