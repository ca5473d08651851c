import Handlebars from 'handlebars';
import type { Content, Frame } from './content.js';
import { HTML_LAYOUT } from './layout.html.js';
import { TEXT_LAYOUT } from './layout.text.js';

export interface Page extends Content {
  frame: Pick<Frame, 'language' | 'footer' | 'unsubscribe'>;
  greeting: string;
  /** The page where alerts can be ended. */
  unsubscribeUrl?: string;
}

const engine = Handlebars.create();
const renderHtml = engine.compile<Page>(HTML_LAYOUT);
/** There is no markup in text that anything could be mistaken for. */
const renderText = engine.compile<Page>(TEXT_LAYOUT, { noEscape: true });

/** Control characters other than line breaks, and what makes text run the other way and so read as something else. */
// eslint-disable-next-line no-control-regex -- these are what must go.
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A mail's two bodies and its subject, which is one line whatever went into it. */
export function renderPage(page: Page): { subject: string; text: string; html: string } {
  const clean = cleanse(page);
  return {
    subject: clean.subject.replaceAll('\n', ' ').trim(),
    text: `${renderText(clean)
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
    html: renderHtml(clean),
  };
}

/** Every text within, without what cannot be seen. */
function cleanse<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/\r\n?/g, '\n').replace(UNPRINTABLE, '').toWellFormed() as T;
  if (Array.isArray(value)) return value.map(cleanse) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cleanse(child as unknown)])) as T;
}
