import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { readSettings } from '@app/config';
import { createLogger } from '@app/observability';
import { createApp } from './create-app.js';
import { createOpenApiDocument } from './openapi-document.js';

/** `npm run openapi` writes openapi.json; with `--check` it only checks that the file is up to date. */
const FILE = 'openapi.json';

const settings = readSettings(
  { NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: 'http://localhost:3000', LOG_LEVEL: 'silent' },
  () => 'only for writing the document',
);
const app = await createApp(settings, createLogger(settings));
const text = `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`;
await app.close();

if (process.argv.includes('--check')) {
  if (text !== readFileSync(FILE, 'utf8')) {
    process.stderr.write('openapi.json is out of date: run `npm run openapi` and review the diff.\n');
    process.exit(1);
  }
  process.stdout.write('openapi.json is up to date.\n');
} else {
  writeFileSync(FILE, text);
}
