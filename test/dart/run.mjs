// Analyses clients/dart, and walks through the API with it: the real Dart VM against the built server on its embedded
// default. Needs `npm run build`, and Dart in the path or in the folder that .ci/services.sh keeps.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const SERVICES = process.env.CARQR_SERVICES_DIR ?? '/var/tmp/carqr-services';
const CHROOT = join(SERVICES, 'sid');
const HERE = import.meta.dirname;
const CLIENT = resolve(HERE, '../../clients/dart');
const FIRST_CALL = 'walk/bin/first_call.dart';
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
  writeFileSync(join(folder, 'client/pubspec_overrides.yaml'), overrides);
  writeFileSync(join(folder, FIRST_CALL), firstCall());
  return folder;
}

/** The program in the client's README. */
function firstCall() {
  const program = /```dart\n(.*?)```/s.exec(readFileSync(join(CLIENT, 'README.md'), 'utf8'));
  if (!program) throw new Error('The README of the client shows no first call.');
  return program[1];
}

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
  return execFileSync(
    command,
    rest.map((arg) => (arg.startsWith(folder) ? inside(arg) : arg)),
    {
      stdio: 'inherit',
      env: { PATH: process.env.PATH, HOME: dirname(inside(folder)), DART_SUPPRESS_ANALYTICS: 'true' },
    },
  );
};

let server;
try {
  for (const name of ['client', 'walk']) {
    dart('pub', 'get', '--offline', '--directory', join(folder, name));
    dart('analyze', '--fatal-infos', join(folder, name));
  }
  server = await startServer(folder);
  dart('run', join(folder, 'walk/bin/walk.dart'), server.url);
  writeFileSync(join(folder, FIRST_CALL), firstCall().replace('http://localhost:3000', server.url));
  dart('run', join(folder, FIRST_CALL));
} finally {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
