// Makes clients/dart of openapi.json.
//
//   npm run sdk:dart              makes it; needs Java or Docker
//   npm run sdk:dart -- --check   tells whether the one there is what openapi.json gives; needs Java or Docker
//   npm run sdk:check             the same by a recorded digest of what went in and what came out; needs Node only
//   … --version                   the version of the generator
//
// The generator's jar is the one that OPENAPI_GENERATOR_JAR names, or that of Python's package openapi-generator-cli;
// without either, the generator's Docker image does the work.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '7.26.0';
const SPEC = 'openapi.json';
const RECIPE = 'clients/dart-generator';
const CLIENT = 'clients/dart';
const DIGEST = '.openapi-generator/DIGEST';
/** Below the repository, so that the Docker image, which sees nothing else, can work there. */
const WORK = 'dist/sdk-dart';

/** The document without what apps never call: the server's own routes, which have no prefix, and webhooks. */
function documentForApps() {
  const document = JSON.parse(readFileSync(SPEC, 'utf8'));
  const paths = Object.entries(document.paths).filter(([path, item]) => !item.servers && !path.endsWith('/webhook'));
  return { ...document, paths: Object.fromEntries(paths) };
}

function findJar() {
  if (process.env.OPENAPI_GENERATOR_JAR) return process.env.OPENAPI_GENERATOR_JAR;
  const program = 'import openapi_generator_cli as it; print(next(iter(it.__path__)))';
  const folder = tryToRun('python3', ['-c', program]);
  return folder && join(folder, 'openapi-generator.jar');
}

function tryToRun(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function inDocker() {
  const folder = ['--volume', `${process.cwd()}:/local`, '--workdir', '/local', '--user', `${process.getuid()}`];
  return ['docker', 'run', '--rm', ...folder, `openapitools/openapi-generator-cli:v${VERSION}`];
}

/** The command and first arguments that start the pinned generator. */
function findGenerator() {
  const jar = findJar();
  const [command, ...start] = jar ? ['java', '-jar', jar] : inDocker();
  const version = tryToRun(command, [...start, 'version']);
  if (version === VERSION) return [command, ...start];
  const found = version ? `is ${version}` : 'does not run';
  fail(
    `OpenAPI Generator ${VERSION} is needed, and the one found (${jar ?? 'its Docker image'}) ${found}. ` +
      `Install Java and \`pip install openapi-generator-cli==${VERSION}\`, or set OPENAPI_GENERATOR_JAR.`,
  );
}

/** Generates into an empty folder, and answers where. */
function generate() {
  const [command, ...start] = findGenerator();
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  writeFileSync(join(WORK, SPEC), JSON.stringify(documentForApps()));
  const output = join(WORK, 'client');
  const args = ['generate', '--config', `${RECIPE}/config.yaml`, '--input-spec', join(WORK, SPEC), '--output', output];
  execFileSync(command, [...start, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  // The library needs nothing of these, and they would be wrong for it.
  for (const extra of ['lib/auth', '.openapi-generator-ignore', '.openapi-generator/FILES']) {
    rmSync(join(output, extra), { recursive: true, force: true });
  }
  writeFileSync(join(output, DIGEST), `${digestOf(output)}\n`);
  return output;
}

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => path.slice(folder.length + 1)).sort();
}

/** One digest of the document, the recipe and the client made of them. */
function digestOf(client) {
  const hash = createHash('sha256').update(readFileSync(SPEC));
  for (const folder of [RECIPE, client]) {
    for (const path of filesOf(folder)) {
      if (!isByTheWay(path)) hash.update(`\n${path}\n`).update(readFileSync(join(folder, path)));
    }
  }
  return hash.digest('hex');
}

/** What is no part of the client: its digest, and what Dart's own tools leave in the folder. */
function isByTheWay(path) {
  return path === DIGEST || path.startsWith('.dart_tool/') || path === 'pubspec.lock';
}

function differences(made) {
  const paths = new Set([made, CLIENT].flatMap((folder) => (existsSync(folder) ? filesOf(folder) : [])));
  const textOf = (folder, path) => tryToRead(join(folder, path));
  return [...paths].filter(
    (path) => textOf(made, path) !== textOf(CLIENT, path) && (path === DIGEST || !isByTheWay(path)),
  );
}

function tryToRead(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function failAsDifferent(problem) {
  fail(`${problem}: run \`npm run sdk:dart\` and look at the difference.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv.includes('--version')) {
  console.log(VERSION);
  process.exit(0);
}
if (process.argv.includes('--digest')) {
  const recorded = tryToRead(join(CLIENT, DIGEST))?.trim();
  if (recorded !== digestOf(CLIENT)) failAsDifferent(`${CLIENT} is not what was made of this ${SPEC}`);
} else if (process.argv.includes('--check')) {
  const different = differences(generate());
  if (different.length > 0) failAsDifferent(`${CLIENT} is not what ${SPEC} gives (${different.join(', ')})`);
} else {
  const made = generate();
  rmSync(CLIENT, { recursive: true, force: true });
  cpSync(made, CLIENT, { recursive: true });
}
console.log(`${CLIENT} is what ${SPEC} gives.`);
