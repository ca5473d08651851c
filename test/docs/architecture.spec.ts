import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getBlock } from '../support/documents.mjs';

const FEATURES = ['auth', 'users', 'cars', 'qr', 'scans', 'payments', 'notifications'];

/** Which libraries the code of one imports, its tests left out. */
function importsOf(library: string): string[] {
  const root = join('libs', library, 'src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const imports = sources.flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export|\}) .*?from '@app\/([\w-]+)';$/gm),
  ]);
  return [...new Set(imports.map(([, name]) => name ?? ''))];
}

describe('the diagram in docs/architecture.md', () => {
  it('shows the very imports between the features', () => {
    const { text } = getBlock('docs/architecture.md', 'mermaid', 'imports');
    const drawn = [...text.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} -> ${to}`);
    const real = FEATURES.flatMap((feature) =>
      importsOf(feature)
        .filter((name) => FEATURES.includes(name))
        .map((name) => `${feature} -> ${name}`),
    );
    expect(drawn.sort()).toEqual(real.sort());
  });
});

describe('the folders in docs/architecture.md', () => {
  // A line begins with a folder, and may go on with others beside it, parted by single spaces.
  const { text } = getBlock('docs/architecture.md', 'text', 'folders');
  const named = [...text.matchAll(/^(?:(\w+)\/)?(\w*)((?: \w+)*)(?=$| {2})/gm)]
    .filter(([line]) => line !== '')
    .flatMap(([, parent = '', first = '', more = '']) =>
      [first, ...more.trim().split(' ')].filter((name) => name !== '').map((name) => join(parent, name)),
    );
  const foldersIn = (parent: string): string[] => readdirSync(parent).map((name) => join(parent, name));

  it('are the programs and libraries that there are', () => {
    const programs = foldersIn('apps').filter((path) => statSync(path).isDirectory());
    expect(named.sort()).toEqual([...programs, ...foldersIn('libs')].sort());
  });
});
