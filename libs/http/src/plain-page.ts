import { Html, html } from './html.js';

const STYLE = `
:root{color-scheme:light dark;font:18px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Devanagari",sans-serif}
body{margin:0;padding:2.5rem 1.1rem}
main{max-width:30rem;margin:0 auto}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .8rem}
button{width:100%;min-height:3.4rem;margin:1.2rem 0;padding:.7rem 1rem;border:0;border-radius:14px;background:#1f3a93;color:#fff;font:inherit;font-weight:700;cursor:pointer}
:focus-visible{outline:4px solid #ffb300;outline-offset:2px}`;

/** For a page whose address holds a token: nothing is loaded, kept or indexed, and its form is sent nowhere but here. */
export const PLAIN_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  vary: 'accept-language',
};

export interface PlainPage {
  language: string;
  heading: string;
  paragraphs: readonly string[];
  /** Sends a POST to the page's own address. */
  button?: string | undefined;
}

/** A page without a script that asks for one thing, or says that it is done. */
export function renderPlainPage({ language, heading, paragraphs, button }: PlainPage): string {
  const form = button ? html`<form method="post"><button>${button}</button></form>` : null;
  const page = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
${new Html(`<style>${STYLE}</style>`)}
</head>
<body><main>
<h1>${heading}</h1>
${paragraphs.map((text) => html`<p>${text}</p>\n`)}
${form}
</main></body>
</html>`;
  return `<!doctype html>\n${page.text}`;
}
