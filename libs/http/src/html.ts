import { createHash } from 'node:crypto';
import { visibleText } from './visible-text.js';

/** Safe markup, made by `html` or from constants. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * A template tag for markup: text is escaped and loses its invisible characters, nested `html` is kept, lists are joined,
 * and null, undefined and false are left out. Use values only in content and in quoted attributes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, n) => text + toMarkup(values[n - 1]) + part));
}

/** The Content-Security-Policy source that allows exactly this inline style. */
export function styleSource(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(toMarkup).join('');
  return visibleText(String(value)).replace(/[&<>"'`=]/g, (character) => `&#${character.charCodeAt(0)};`);
}
