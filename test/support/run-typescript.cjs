// Lets a child process of a test run the sources as they are: `node <this file> program.ts ...`. It compiles them to
// CommonJS, as Jest does.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const root = resolve(__dirname, '../..');
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
  const lib = /^@app\/([^/]+)$/.exec(request);
  if (lib) return join(root, 'libs', lib[1], 'src/index.ts');
  const isOurs = /^\.{1,2}\//.test(request) && parent?.filename?.endsWith('.ts');
  if (isOurs) return resolve(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
  return resolveFilename.call(this, request, parent, ...rest);
};

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
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
  module._compile(code, filename);
};

// The program finds its arguments where they would be without this file.
process.argv.splice(1, 1);
require(resolve(process.argv[1]));
