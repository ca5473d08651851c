// Builds the programs if a source is newer than the last complete build. `npm start` runs it first.
import { execSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARKER = 'dist/.built';
const SOURCES = ['apps', 'libs'];
const SETTINGS = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const files = SOURCES.flatMap((directory) =>
  readdirSync(directory, { recursive: true }).map((name) => join(directory, name)),
);
const newest = Math.max(...[...files, ...SETTINGS].map(modifiedAt));

if (newest > modifiedAt(MARKER)) {
  console.log('Building CarQR …');
  execSync('npm run --silent build', { stdio: 'inherit' });
  writeFileSync(MARKER, '');
}
