import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listDocuments, readBlocks, readProse } from '../support/documents.mjs';

/** What runs the blocks of a kind, in whichever document. */
const ANYWHERE: Record<string, string> = {
  'json answer': 'test/docs/answers.spec.ts',
  'mermaid calls': 'test/docs/sequences.spec.ts',
};

/** What runs each other block, or why nothing can. */
const BY_DOCUMENT: Record<string, Record<string, string>> = {
  'README.md': {
    'sh start': '.ci/readme.sh',
    'sh test': '.ci/run',
    'sh call': 'test/docs/readme.spec.ts',
    'env settings': 'test/docs/settings.spec.ts',
    'sh compose': '.ci/deployment.sh',
    'sh release': '.ci/readme.sh',
  },
  'clients/dart/README.md': { yaml: 'test/dart/run.mjs', dart: 'test/dart/run.mjs' },
  'docs/adding-an-endpoint.md': { 'ts route': 'test/docs/adding-an-endpoint.spec.ts' },
  'docs/architecture.md': {
    'text folders': 'test/docs/architecture.spec.ts',
    'mermaid imports': 'test/docs/architecture.spec.ts',
  },
  'docs/getting-started.md': {
    'sh server': 'test/docs/getting-started.spec.ts',
    'dart checkout': 'test/dart/run.mjs',
  },
  'docs/operations.md': {
    'sh server': 'test/docs/commands.spec.ts',
    'json event': 'test/e2e/security-events.spec.ts',
    'sh compose': '.ci/deployment.sh',
    'sh compose release': '.ci/deployment.sh',
    'sh compose tls': '.ci/deployment.sh',
    'sh images': 'It needs a registry; test/e2e/deployment.spec.ts runs the script with one that is made up.',
    'sh audit': 'It needs registries that answer.',
    'sh accounts': 'test/e2e/database-accounts.spec.ts grants by the same file.',
    'sh rights': '.ci/backup.sh',
    ini: 'CI writes such files with addresses and passwords of its own.',
    'sh backup': '.ci/backup.sh',
    'cron job': 'test/docs/failing-commands.spec.ts',
    'sh compose backup': '.ci/deployment.sh',
    'sh backup of the bucket': 'test/docs/failing-commands.spec.ts',
    'sh restore': '.ci/backup.sh',
    'sh replay': '.ci/backup.sh',
    'sh replay of MariaDB': '.ci/backup.sh',
    'sh suites': '.ci/run',
    'sh bench': '.ci/run',
    'sql erase a scanner': 'test/e2e/scan-page-result.spec.ts',
  },
  'docs/payments.md': { 'sh server': 'test/docs/commands.spec.ts' },
  'docs/sms.md': {
    'env forms': 'test/docs/settings.spec.ts',
    'text template': 'test/docs/sms.spec.ts',
    'text alert template': 'test/docs/sms.spec.ts',
    'text message': 'test/docs/sms.spec.ts',
    'text message with appHash': 'test/docs/sms.spec.ts',
  },
};

const read = (path: string): string => readFileSync(path, 'utf8');
const documents = listDocuments();

/** A block by what its fence says; what stands after a colon is the block's own. */
const nameOf = ({ language, note }: { language: string; note: string }): string =>
  `${language} ${note}`.replace(/:.*/, '').trim();

/** How a heading is linked to. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

describe('the documents', () => {
  it('are found', () => {
    expect(documents).toEqual(expect.arrayContaining(['CHANGELOG.md', ...Object.keys(BY_DOCUMENT)]));
  });

  it.each(documents)('show commands and snippets in fences alone, which say their language: %s', (document) => {
    const fences = read(document).match(/^ *(```|~~~)/gm) ?? [];
    expect(fences).toHaveLength(2 * readBlocks(document).length);
    expect(readProse(document)).not.toMatch(/^(?:#.*)?\n {4,}\S/m);
  });

  it.each(documents)('show nothing that nothing runs: %s', (document) => {
    const names = readBlocks(document).map(nameOf);
    const known = BY_DOCUMENT[document] ?? {};
    expect(names.filter((name) => !(name in ANYWHERE) && !(name in known))).toEqual([]);
    expect(Object.keys(known).filter((name) => !names.includes(name))).toEqual([]);
  });

  const runners = Object.entries(BY_DOCUMENT).flatMap(([document, blocks]) =>
    Object.entries(blocks)
      .filter(([, runner]) => !runner.endsWith('.'))
      .map(([name, runner]) => ({ document, name, runner })),
  );

  it.each(runners)('are run by what takes them from there: $document, $name', ({ document, name, runner }) => {
    const note = name.replace(/^\w+ ?/, '');
    const call = new RegExp(`block(?:\\.mjs)? ${document} '?${note}\\b(?! \\w)`);
    if (runner.startsWith('.ci/')) expect(call.test(read(runner)) ? runner : 'nothing').toBe(runner);
    else expect([document, note].filter((words) => !read(runner).includes(words))).toEqual([]);
  });

  it.each(['.ci/readme.sh', '.ci/deployment.sh', '.ci/backup.sh', '.ci/clients.sh'])(
    'are run in CI by %s',
    (script) => {
      expect(read('.ci/run')).toContain(script);
    },
  );

  it.each(documents)('link to what there is: %s', (document) => {
    const links = [...readProse(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? document : join(dirname(document), path);
      if (!existsSync(target)) return true;
      const headings = anchor
        ? [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading))
        : [];
      return anchor !== undefined && !headings.includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  /** The source of the program that a script of package.json ends in. */
  const sourceOf = (script = ''): string => script.replace(/^.*\bnode /s, '').replace(/^dist\/(\S+)\.js$/, '$1.ts');

  it.each(documents)('name scripts, options, programs and files that there are: %s', (document) => {
    const text = read(document);
    const commands = [...text.matchAll(/\bnpm run ([\w:-]+)(?: -- --([\w-]+))?/g)];
    const unknown = commands.filter(([, name = '', option]) => {
      return !(name in scripts) || (option && !read(sourceOf(scripts[name])).includes(option));
    });
    expect(unknown.map(([command]) => command)).toEqual([]);
    const files = [...text.matchAll(/`((?:apps|libs|test|docs|deploy|clients|\.ci)\/[\w./-]+)/g)].map(
      ([, path]) => path,
    );
    const programs = [...text.matchAll(/\bnode (dist\/\S+\.js)\b/g)].map(([, program]) => sourceOf(program));
    expect([...files, ...programs].filter((path) => !existsSync(path!))).toEqual([]);
  });
});
