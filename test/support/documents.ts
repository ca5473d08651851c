import { readFileSync } from 'node:fs';

/** A fenced block of a document. */
export interface Block {
  /** What the fence says: `sh`, `json` … */
  language: string;
  text: string;
  /** The comment on the line before the fence, if there is one. */
  note: string | undefined;
}

/** The fenced blocks of a Markdown file, in order. */
export function readBlocks(file: string): Block[] {
  const markdown = readFileSync(file, 'utf8');
  const fences = markdown.matchAll(/(?:<!-- (?<note>.*?) -->\n)?^```(?<language>\w+)\n(?<text>.*?)^```$/gms);
  return [...fences].map(({ groups }) => ({
    language: groups?.language ?? '',
    text: groups?.text ?? '',
    note: groups?.note,
  }));
}
