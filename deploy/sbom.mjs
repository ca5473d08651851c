// Lists the packages of a node_modules as CycloneDX 1.6: what is really in the image, after deploy/prune-packages.sh.
//
//   node deploy/sbom.mjs node_modules > sbom.cdx.json
//
// `npm sbom` lists what the lock file asks for instead, and without optional packages leaves out the native ones.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const root = dirname(process.argv[2]);
const { name, version } = readJson('package.json');
const { packages } = readJson(join(root, 'package-lock.json'));

const components = Object.entries(packages)
  .filter(([path]) => path !== '' && existsSync(join(root, path, 'package.json')))
  .map(([path, { integrity }]) => {
    const { name, version, license } = readJson(join(root, path, 'package.json'));
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const [, algorithm, digest] = /^(sha\d+)-(.+)$/.exec(integrity ?? '') ?? [];
    return {
      type: 'library',
      'bom-ref': `${purl}#${path}`,
      name,
      version,
      purl,
      ...(typeof license === 'string' && { licenses: [{ expression: license }] }),
      ...(digest && {
        hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }],
      }),
    };
  });

const metadata = { component: { type: 'application', name, version } };
process.stdout.write(
  `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata, components }, null, 2)}\n`,
);
