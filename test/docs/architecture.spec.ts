import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBlocks } from '../support/documents.js';

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
    const [diagram] = readBlocks('docs/architecture.md').filter(({ language }) => language === 'mermaid');
    const drawn = [...(diagram?.text ?? '').matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from} -> ${to}`,
    );
    const real = FEATURES.flatMap((feature) =>
      importsOf(feature)
        .filter((name) => FEATURES.includes(name))
        .map((name) => `${feature} -> ${name}`),
    );
    expect(drawn.sort()).toEqual(real.sort());
  });

  it('names every library', () => {
    const text = readFileSync('docs/architecture.md', 'utf8');
    const unnamed = readdirSync('libs').filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
    expect(unnamed).toEqual([]);
  });
});
