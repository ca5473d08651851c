// Lets a child process of a test run the sources as they are: `node <this file> program.ts ...`. It compiles them to
// CommonJS, as Jest does, and keeps what it compiled for the next process.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const cache = join(root, 'node_modules/.cache/carqr-tests');
const ownText = readFileSync(__filename);
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
  const lib = /^@app\/([^/]+)$/.exec(request);
  if (lib) return join(root, 'libs', lib[1], 'src/index.ts');
  const isOurs = /^\.{1,2}\//.test(request) && parent?.filename?.endsWith('.ts');
  if (isOurs) return resolve(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
  return resolveFilename.call(this, request, parent, ...rest);
};

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(ownText).update(filename).update(source).digest('hex');
  module._compile(readCached(join(cache, `${key}.js`)) ?? compile(source, filename, key), filename);
};

function readCached(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function compile(source, filename, key) {
  // Loading the compiler takes a while, too.
  const { transformSync } = require('@swc/core');
  const { code } = transformSync(source, {
    filename,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  // Renamed once it is complete, since several processes may compile the same file at the same moment.
  const draft = join(cache, `${key}.${process.pid}`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(draft, code);
  renameSync(draft, join(cache, `${key}.js`));
  return code;
}

// The program finds its arguments where they would be without this file.
process.argv.splice(1, 1);
require(resolve(process.argv[1]));
