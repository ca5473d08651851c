import { writeFileSync } from 'node:fs';
import { readSettings } from '@app/config';
import { createLogger } from '@app/observability';
import { createApp } from './create-app.js';
import { createOpenApiDocument } from './openapi-document.js';

/** Writes openapi.json, or with `--check` only tells whether the one there is up to date. */
const FILE = 'openapi.json';

const settings = readSettings(
  { NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: 'http://localhost:3000', LOG_LEVEL: 'silent' },
  () => 'only for writing the document',
);
const app = await createApp(settings, createLogger(settings));
writeFileSync(FILE, `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`);
await app.close();
