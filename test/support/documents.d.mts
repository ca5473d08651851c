/** A fenced block of a document. */
export interface Block {
  /** The path of its document. */
  document: string;
  /** The first word after the fence: `sh`, `json` … */
  language: string;
  /** What follows it there, which readers of the page do not see: what runs the block chooses it by this. */
  note: string;
  /** Its lines, without the indentation of the list that the block may stand in. */
  text: string;
}

/** The paths of all documents of the project. */
export function listDocuments(): string[];

/** The fenced blocks of a document, in order. */
export function readBlocks(document: string): Block[];

/**
 * The one block of a document with this language and note.
 *
 * @throws Error when there is none, or more than one
 */
export function getBlock(document: string, language: string, note: string): Block;

/** A document as its reader sees it between the blocks. */
export function readProse(document: string): string;
