import { IntegerProperty, TextProperty } from './answer-fields.js';
import { invalidFields } from './app-error.js';
import { Cursor, Integer, MAX_CURSOR_LENGTH, Moment } from './fields.js';

const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;
const MAX_OFFSET = 100_000;
/** The latest timestamp that every database can store; MySQL rejects later ones. */
const MAX_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The query of whatever can be narrowed to a time. */
export class RangeQuery {
  @Moment({ optional: true, description: 'Only rows of this moment or later.' })
  from?: Date;

  @Moment({ optional: true, description: 'Only rows before this moment.' })
  to?: Date;
}

/** The query of every list. */
export class PageQuery extends RangeQuery {
  @Integer({ min: 1, max: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE, description: 'How many rows to answer with.' })
  limit: number = DEFAULT_PAGE_SIZE;

  @Integer({ min: 0, max: MAX_OFFSET, default: 0, description: 'How many rows to skip; ignored beside a cursor.' })
  offset: number = 0;

  @Cursor()
  cursor?: string;
}

export class Pagination {
  @IntegerProperty({ description: 'How many rows there are in all.', example: 120 })
  total!: number;

  @IntegerProperty({ min: 1, max: MAX_PAGE_SIZE, description: 'How many rows a page has at the most.', example: 50 })
  limit!: number;

  @IntegerProperty({ description: 'How many rows come before this page.', example: 0 })
  offset!: number;

  @TextProperty({
    max: MAX_CURSOR_LENGTH,
    nullable: true,
    description: 'Give it back as `cursor` for the next page; null on the last page.',
    example: null,
  })
  nextCursor!: string | null;
}

/** A page begins after the row with this timestamp and id. The total is carried along instead of counted again. */
export interface PagePosition {
  afterMs: number;
  afterId: string;
  total: number;
  offset: number;
}

/** What a repository needs to read one page, newest first. */
export interface PageRequest {
  limit: number;
  offset: number;
  position: PagePosition | null;
  from: Date | null;
  to: Date | null;
}

/** What a repository read. */
export interface Page<Row> {
  rows: Row[];
  /** The number of rows when the first page was read. */
  total: number;
  /** Whether more rows follow. The total cannot say: rows may have been added since it was counted. */
  hasMore: boolean;
}

/**
 * @returns the page that a query asks for
 * @throws AppError VALIDATION_FAILED for an invalid cursor
 */
export function toPageRequest(query: PageQuery): PageRequest {
  return {
    limit: query.limit,
    offset: query.offset,
    position: query.cursor === undefined ? null : decodeCursor(query.cursor),
    from: query.from ?? null,
    to: query.to ?? null,
  };
}

/** Describes the page that was read. */
export function toPagination(request: PageRequest, page: Page<{ timestamp: Date; id: string }>): Pagination {
  const { rows, total, hasMore } = page;
  const offset = request.position?.offset ?? request.offset;
  const last = rows.at(-1);
  const nextCursor =
    hasMore && last
      ? encodeCursor({ afterMs: last.timestamp.getTime(), afterId: last.id, total, offset: offset + rows.length })
      : null;
  return { total, limit: request.limit, offset, nextCursor };
}

function encodeCursor({ afterMs, afterId, total, offset }: PagePosition): string {
  return Buffer.from(JSON.stringify([afterMs, afterId, total, offset])).toString('base64url');
}

function decodeCursor(cursor: string): PagePosition {
  const [afterMs, afterId, total, offset] = parseList(Buffer.from(cursor, 'base64url').toString('utf8'));
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const isPosition = isCount(afterMs) && afterMs <= MAX_MOMENT_MS && isCount(total) && isCount(offset);
  if (!isPosition || typeof afterId !== 'string' || !/^[\da-f-]{36}$/.test(afterId)) {
    throw invalidFields({ field: 'cursor', message: 'cursor must be the nextCursor of an earlier page' });
  }
  return { afterMs, afterId, total, offset };
}

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
