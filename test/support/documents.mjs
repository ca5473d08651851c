// Reads the documents of the project. It needs Node alone, since the README is read before anything is installed.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build, a test or a package leaves behind has documents that are not ours. */
const ELSEWHERE = new Set(['.git', 'node_modules', 'dist', 'coverage', 'data']);
const FENCED = /^(?<indent> *)```(?<language>\w+)(?: (?<note>.+))?\n(?<text>(?:.*\n)*?)\k<indent>```$/gm;

export function listDocuments() {
  const entries = readdirSync('.').filter((name) => !ELSEWHERE.has(name));
  const files = entries.flatMap((name) =>
    statSync(name).isDirectory() ? readdirSync(name, { recursive: true }).map((path) => join(name, path)) : [name],
  );
  return files.filter((path) => path.endsWith('.md')).sort();
}

export function readBlocks(document) {
  return [...readFileSync(document, 'utf8').matchAll(FENCED)].map(({ groups }) => {
    const { indent, language, note = '', text } = groups;
    return { document, language, note, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') };
  });
}

export function getBlock(document, language, note) {
  const [block, another] = readBlocks(document).filter((each) => each.language === language && each.note === note);
  if (!block) throw new Error(`${document} has no block "${language} ${note}".`);
  if (another) throw new Error(`${document} has several blocks "${language} ${note}".`);
  return block;
}

export function readProse(document) {
  return readFileSync(document, 'utf8').replaceAll(FENCED, '');
}
