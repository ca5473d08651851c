import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Reads a file that an installed package ships, such as a font or a WebAssembly module: nothing is ever downloaded. */
export function readPackageFile(specifier: string): Buffer {
  return readFileSync(require.resolve(specifier));
}
