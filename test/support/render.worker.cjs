// The program of a rendering thread, run from the sources as they are.
const program = require.resolve('../../libs/stickers/src/render.worker.ts');
process.argv.splice(1, Infinity, __filename, program);
require('./run-typescript.cjs');
module.exports = require(program);
