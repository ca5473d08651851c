import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(path, 'utf8');

/** The names in backticks of each cell of the rows of a page that begin with such a name. */
function namesOf(page: string): string[][][] {
  return read(page)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1)
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)),
    );
}

const sources = readdirSync('libs', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => join('libs', path));

describe('the pages of docs/security', () => {
  it('name every column of the database', () => {
    const columns = sources
      .filter((path) => path.endsWith('.entity.ts'))
      .flatMap((path) => {
        const [, ...entities] = read(path).split(/@Entity\(/);
        return entities.flatMap((entity) => {
          const table = /^'(\w+)'/.exec(entity)?.[1];
          const names = entity.matchAll(/@\w*Column\((?:[^()]|\([^()]*\))*\)\s+(\w+)!:/g);
          return [...names].map(([, name]) => `${table}.${name}`);
        });
      });
    const classed = namesOf('docs/security/personal-data.md').flatMap(([tables, names]) =>
      names!.map((name) => `${tables![0]}.${name}`),
    );
    expect(columns.length).toBeGreaterThan(100);
    expect(classed.sort()).toEqual(columns.sort());
  });

  it('name every key that is derived, and no other', () => {
    const purposes = sources.flatMap((path) =>
      [...read(path).matchAll(/\bderiveKeys\(\s*[\w.]+,\s*'([^']+)'/g)].map(([, purpose]) => purpose!),
    );
    const named = namesOf('docs/security/keys.md').flatMap(([cell]) =>
      cell!.filter((name) => name.startsWith('carqr ')),
    );
    expect(purposes.length).toBeGreaterThan(5);
    expect(named.sort()).toEqual(purposes.sort());
  });

  it('name every secret of the settings', () => {
    const list = /SECRETS: ReadonlySet<string> = new Set\(\[([^\]]+)\]/.exec(read('libs/config/src/secret-files.ts'));
    const settings = [...list![1]!.matchAll(/'(\w+)'/g)].map(([, name]) => name!);
    const named = namesOf('docs/security/keys.md').flatMap(([cell]) => cell!.filter((name) => /^[A-Z_]+$/.test(name)));
    expect(named.sort()).toEqual(settings.sort());
  });

  it('name every secret of the stack', () => {
    const files = ['docker-compose.yml', 'docker-compose.tls.yml'].flatMap((path) =>
      [...read(path).matchAll(/\{ file: \.\/secrets\/(\w+) \}/g)].map(([, name]) => name!),
    );
    const named = namesOf('docs/security/keys.md').flatMap(([cell]) => cell!.filter((name) => /^[a-z_]+$/.test(name)));
    expect(files.length).toBeGreaterThan(20);
    expect(named.sort()).toEqual(files.sort());
  });

  it('name every field of every answer', () => {
    const { components } = JSON.parse(read('openapi.json')) as {
      components: { schemas: Record<string, { enum?: unknown[]; properties?: Record<string, object> }> };
    };
    const { schemas } = components;
    /** The schema that a field holds, by itself or in a list, unless that is only a set of words. */
    const schemaIn = (field: object): string | undefined => {
      const [, name] = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(field)) ?? [];
      return name && !schemas[name]?.enum ? name : undefined;
    };
    const fields = Object.entries(schemas).flatMap(([schema, { properties = {} }]) => {
      const names = Object.keys(properties).filter((name) => !['success', 'pagination'].includes(name));
      // An envelope of nothing but other schemas has their readers.
      return names.every((name) => schemaIn(properties[name]!)) ? [] : names.map((name) => `${schema}.${name}`);
    });
    const named = namesOf('docs/security/fields-by-reader.md').flatMap(([schemas, names]) =>
      names!.map((name) => `${schemas![0]}.${name}`),
    );
    expect(fields.length).toBeGreaterThan(100);
    expect(named.sort()).toEqual(fields.sort());
  });
});
