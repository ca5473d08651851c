// Stands for npm where a test runs the commands of a document: `npm run NAME -- words` starts the program that NAME
// starts in package.json, from its source instead of from what was built of it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

const [run, name, ...words] = process.argv.slice(2);
const { scripts } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'));
const [, program] = /^node dist\/(\S+)\.js$/.exec(scripts[name] ?? '') ?? [];
if (run !== 'run' || !program) throw new Error(`npm ${run} ${name} starts no program of ours.`);
if (words.length > 0 && words.shift() !== '--') throw new Error('npm keeps what does not follow a --.');
const source = resolve(ROOT, `${program}.ts`);
const runner = resolve(ROOT, 'test/support/run-typescript.cjs');
process.exitCode = spawnSync(process.execPath, [runner, source, ...words], { stdio: 'inherit' }).status ?? 1;
