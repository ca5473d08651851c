// Analyses clients/dart, and walks through the API with it: the real Dart VM against the built server on its embedded
// default, with the snippets of the documents among its programs. Needs `npm run build`, and Dart in the path or in the
// folder that .ci/services.sh keeps.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { getBlock } from '../support/documents.mjs';

const SERVICES = process.env.CARQR_SERVICES_DIR ?? '/var/tmp/carqr-services';
const CHROOT = join(SERVICES, 'sid');
const HERE = import.meta.dirname;
const CLIENT = resolve(HERE, '../../clients/dart');
const README = 'clients/dart/README.md';
const FIRST_CALL = 'first_call/bin/first_call.dart';
const CHECKOUT = 'walk/lib/checkout.dart';
const PROGRAM = resolve(HERE, '../../dist/apps/api/src/main.js');

/** How Dart is started, and the folder that is its root. */
function findDart() {
  const folders = (process.env.PATH ?? '').split(':');
  if (folders.some((folder) => existsSync(join(folder, 'dart')))) return { start: ['dart'], root: '/' };
  // Dart needs /proc; mounted in a namespace of its own it is gone with the process.
  const enter = 'mount -t proc proc "$0/proc" && exec chroot "$0" dart "$@"';
  const start = ['unshare', '--mount', 'sh', '-c', enter, CHROOT];
  if (existsSync(join(CHROOT, 'usr/bin/dart'))) return { start, root: CHROOT };
  throw new Error('Dart is neither in the path nor in the folder of .ci/services.sh.');
}

/** A copy of the packages beside each other, so that nothing is written into the client itself. */
function layOut(root) {
  const folder = mkdtempSync(join(root === '/' ? tmpdir() : join(root, 'tmp'), 'carqr-dart-'));
  cpSync(CLIENT, join(folder, 'client'), { recursive: true });
  cpSync(join(HERE, 'stand-ins'), join(folder, 'stand-ins'), { recursive: true });
  cpSync(join(HERE, 'walk'), join(folder, 'walk'), { recursive: true });
  const overrides = 'dependency_overrides:\n  http:\n    path: ../stand-ins/http\n';
  const { text: checkout } = getBlock('docs/getting-started.md', 'dart', 'checkout');
  fill(join(folder, CHECKOUT), '  // The lines of the document.\n', checkout.replaceAll(/^(?=.)/gm, '  '));
  mkdirSync(join(folder, dirname(FIRST_CALL)), { recursive: true });
  writeFileSync(join(folder, 'first_call/pubspec.yaml'), firstPubspec());
  for (const name of ['client', 'first_call']) writeFileSync(join(folder, name, 'pubspec_overrides.yaml'), overrides);
  writeFileSync(join(folder, FIRST_CALL), getBlock(README, 'dart', '').text);
  return folder;
}

/** What the client's README tells to depend upon, from beside here instead of from a repository. */
function firstPubspec() {
  const { text } = getBlock(README, 'yaml', '');
  const [repository, path] = /^ {4}git:\n {6}url: .+\n {6}path: (.+)\n {6}ref: .+\n/m.exec(text) ?? [];
  if (path !== relative(resolve(HERE, '../..'), CLIENT)) throw new Error(`${README} takes the client from ${path}.`);
  const dependency = text.replace(repository, '    path: ../client\n');
  return `name: first_call\npublish_to: none\nenvironment:\n  sdk: '>=3.0.0 <4.0.0'\n${dependency}`;
}

/** Puts something in the place of a part of a file, which has to be there. */
function fill(path, part, text) {
  const before = readFileSync(path, 'utf8');
  if (!before.includes(part)) throw new Error(`${path} has no ${part}`);
  writeFileSync(
    path,
    before.replaceAll(part, () => text),
  );
}

/** What the client's README leaves to its reader: here the digits come from the outbox. */
const ASK_THE_READER = "Future<String> readCode() async => '000000';";
const READ_THE_OUTBOX = `Future<String> readCode() async {
  final answer = await ApiClient('http://localhost:3000').send('GET', '/dev/outbox', query: {'to': '9876543210'});
  return RegExp(r'\\b\\d{6}\\b').stringMatch(String.fromCharCodes(answer.bodyBytes))!;
}`;

/** Starts the built server with nothing configured, and resolves to its address. */
async function startServer(folder) {
  const env = { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error' };
  const server = spawn(process.execPath, [PROGRAM], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /listens at (\S+)/.exec(line)?.[1];
    if (url) {
      server.stdout.resume();
      return { url, stop: () => server.kill() };
    }
  }
  throw new Error('The server did not start.');
}

const { start, root } = findDart();
const folder = layOut(root);
const dart = (...args) => {
  const [command, ...rest] = [...start, ...args];
  const inside = (path) => `/${relative(root, path)}`;
  const options = {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: dirname(inside(folder)), DART_SUPPRESS_ANALYTICS: 'true' },
  };
  const words = rest.map((arg) => (arg.startsWith(folder) ? inside(arg) : arg));
  const { status, stdout } = spawnSync(command, words, options);
  process.stdout.write(stdout);
  if (status !== 0) throw new Error(`dart ${args.join(' ')} ended with ${status}.`);
  return stdout;
};

let server;
try {
  for (const name of ['client', 'walk', 'first_call']) {
    dart('pub', 'get', '--offline', '--directory', join(folder, name));
    dart('analyze', '--fatal-infos', join(folder, name));
  }
  server = await startServer(folder);
  dart('run', join(folder, 'walk/bin/walk.dart'), server.url);
  fill(join(folder, FIRST_CALL), ASK_THE_READER, READ_THE_OUTBOX);
  fill(join(folder, FIRST_CALL), 'http://localhost:3000', server.url);
  const said = dart('run', join(folder, FIRST_CALL));
  if (!/^Scanners open http\S+\/S\/\w+$/m.test(said)) throw new Error(`The first call of ${README} said: ${said}`);
} finally {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
