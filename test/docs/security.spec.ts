import { existsSync, readFileSync } from 'node:fs';

/** How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; they are numbered without gaps from 1. */
const SECTIONS: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2 },
  ...{ '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2 },
  ...{ '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3 },
  ...{ '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2 },
  ...{ '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1 },
  ...{ '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1 },
  ...{ '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5 },
  ...{ '14.1': 2, '14.2': 4, '14.3': 3 },
  ...{ '15.1': 3, '15.2': 3, '15.3': 7 },
  ...{ '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
  ...{ '17.1': 1, '17.2': 4, '17.3': 2 },
};
const STATES = ['kept', 'partly', 'n/a'];

const ci = readFileSync('.ci/run', 'utf8');
const page = readFileSync('docs/security.md', 'utf8');

interface Row {
  number: string;
  requirement: string;
  state: string;
  how: string;
  proof: string;
}

const rows = page.split('\n').flatMap((line): Row[] => {
  const [, number, requirement, state, how, proof, ...others] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  if (!/^\d+\.\d+\.\d+$/.test(number ?? '')) return [];
  if (others.length !== 1) throw new Error(`The row ${number} does not have five cells.`);
  return [{ number: number!, requirement: requirement!, state: state!, how: how!, proof: proof! }];
});

/** The spec files of a cell, each with the titles that stand behind it. */
function readProof(proof: string): { path: string; titles: string[] }[] {
  return [...proof.matchAll(/`([\w./-]+)`((?:,? “[^”]+”)*)/g)].map(([, path, titles]) => ({
    path: path!,
    titles: [...titles!.matchAll(/“([^”]+)”/g)].map(([, title]) => title!),
  }));
}

/** What the tests and groups of a spec file are called. */
function titlesOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/(?:\b(?:it|describe)\w*|\))\(\s*(['"`])((?:(?!\1).)+)\1\s*,/g)].map(
    ([, , title]) => title!,
  );
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

describe('the table of docs/security.md', () => {
  it('has every requirement of level 1 and 2, once and in order', () => {
    const numbers = Object.entries(SECTIONS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
    );
    expect(numbers).toHaveLength(253);
    expect(rows.map(({ number }) => number)).toEqual(numbers);
  });

  it('says of each what it asks for, whether it is kept, and how or why not', () => {
    const vague = rows.filter(
      ({ requirement, state, how }) => !STATES.includes(state) || requirement.length < 10 || how.length < 10,
    );
    expect(vague.map(({ number }) => number)).toEqual([]);
  });

  it('names a test of each that is kept, or says why there is none', () => {
    const unproved = rows.filter(
      ({ state, proof }) => state !== 'n/a' && readProof(proof).length === 0 && !/^no test: .{10,}/.test(proof),
    );
    expect(unproved.map(({ number }) => number)).toEqual([]);
  });

  it('names spec files and titles that there are, and scripts that CI runs', () => {
    const proofs = rows.flatMap(({ number, proof }) => readProof(proof).map((each) => ({ number, ...each })));
    const missing = proofs.flatMap(({ number, path, titles }) => {
      if (path.startsWith('.ci/') && ci.includes(path)) return [];
      if (!path.endsWith('.spec.ts') || !existsSync(path)) return [`${number} ${path}`];
      const known = titlesOf(path);
      return titles.filter((title) => !known.includes(title)).map((title) => `${number} ${path}: ${title}`);
    });
    expect(missing).toEqual([]);
  });

  it('counts its rows right', () => {
    const counts = [...page.matchAll(/^\| V(\d+) [^|]*\| (\d+) \| (\d+) \| (\d+) \|$/gm)].map((cells) =>
      cells.slice(1).map(Number),
    );
    const chapters = [...new Set(rows.map(({ number }) => Number(number.split('.')[0])))];
    const counted = chapters.map((chapter) => [
      chapter,
      ...STATES.map(
        (state) => rows.filter((row) => row.state === state && row.number.startsWith(`${chapter}.`)).length,
      ),
    ]);
    expect(counts).toEqual(counted);
    const total = STATES.map((_, index) => sum(counts.map((row) => row[index + 1]!)));
    expect(page).toContain(`| **all** | ${total.join(' | ')} |`);
  });
});

describe('docs/security.md', () => {
  it('says to whom a hole is reported, by a setting that there is', () => {
    expect(page).toMatch(/Write to SUPPORT_EMAIL/);
    expect(readFileSync('docs/operations.md', 'utf8')).toContain('| SUPPORT_EMAIL |');
  });

  it('says within how many days a hole is mended', () => {
    const days = [...page.matchAll(/^\| (critical|high|medium and low)[^|]*\| (\d+)/gm)].map((cells) => cells.slice(1));
    expect(days).toEqual([
      ['critical', '7'],
      ['high', '30'],
      ['medium and low', '90'],
    ]);
  });
});
