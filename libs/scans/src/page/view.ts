import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Messages, chooseLanguage } from './languages/index.js';

/** How a page is shown to whoever asked for it. */
export interface View {
  messages: Messages;
  /** The way from the page's own address to where `S/` is; relative, since a proxy may serve it below any path. */
  root: string;
  /** Keeps the language that was chosen by a link; empty while the browser's own is used. */
  query: string;
}

/** Works for URLs that match no route, too. */
export function viewOf({ originalUrl, headers }: FastifyRequest): View {
  const [path = '', search] = originalUrl.split('?', 2);
  const chosen = new URLSearchParams(search).get('lang');
  const messages = LANGUAGES.find(({ language }) => language === chosen);
  return {
    messages: messages ?? chooseLanguage(headers['accept-language']),
    root: '../'.repeat(path.split('/').length - 2) || './',
    query: messages ? `?lang=${messages.language}` : '',
  };
}

/** The address of a page, relative to the one that is shown. */
export function linkTo({ root, query }: View, ...path: string[]): string {
  return `${root}${['S', ...path].map(encodeURIComponent).join('/')}${query}`;
}
