import { Html, html, styleSource } from '@app/http';
import { LANGUAGES } from './languages/index.js';
import { STYLE } from './page.style.js';
import { type View, linkTo } from './view.js';

/** Nothing but the page itself: no script, no request, no frame around it, and its form goes nowhere else. */
const PAGE_POLICY = `default-src 'none'; style-src ${styleSource(STYLE)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/**
 * The default `cache-control: no-store` stays: what a page shows depends on the owner's wishes at the moment, and a
 * contact must not stay on the disk of a borrowed phone. Every page but the refused form is the answer to a GET, so
 * going back to one or reloading it just asks again.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': PAGE_POLICY,
  // The form's own origin is told to us, and nothing to anybody else.
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
  vary: 'accept-language',
};

/**
 * A refused form is the one page that answers a POST. The browser may keep it, or going back to it would be an error:
 * it holds nothing but what was typed on this very device.
 */
export const REFUSED_FORM_HEADERS = { ...PAGE_HEADERS, 'cache-control': 'private, no-cache' };

const STYLE_MARKUP = new Html(STYLE);

export interface PageOptions {
  view: View;
  heading: string;
  /** What the browser calls the page; the heading when absent. */
  title?: string;
  template?: string;
}

export function renderPage({ view, heading, title = heading, template = 'modern' }: PageOptions, body: Html): string {
  const { messages } = view;
  const others = LANGUAGES.filter(({ language }) => language !== messages.language);
  // The policy allows exactly this style, so nothing may be added to it, not even white space.
  return html`<!doctype html>
<html lang="${messages.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<title>${title} · CarQR</title>
<style>${STYLE_MARKUP}</style>
</head>
<body class="${template}"><main><header><h1>${heading}</h1></header>${body}
<footer>${others.map(
    ({ language, ownName }) =>
      html`<a href="?lang=${language}" hreflang="${language}" lang="${language}">${ownName}</a>`,
  )} <a href="${linkTo(view, 'privacy')}">${messages.privacy}</a></footer></main></body>
</html>`.text;
}

/** A page that only says something, such as that a code belongs to no car. */
export function renderNotice(view: View, { title, text }: { title: string; text: string }, more?: Html): string {
  return renderPage({ view, heading: title }, html`<p>${text}</p>${more}`);
}

export function renderButton(href: string, text: string): Html {
  return html`<a class="button" href="${href}">${text}</a>`;
}
