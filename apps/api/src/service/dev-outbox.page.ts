import { Html, html } from '@app/http';
import type { OutboxMessage } from '@app/outbox';

const STYLE = new Html(`
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
  article { border: 1px solid #8886; border-radius: 8px; padding: .75rem 1rem; margin: 1rem 0; }
  header { display: flex; gap: .75rem; flex-wrap: wrap; color: #888; font-size: .875rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 0; font: inherit; }
  strong { color: CanvasText; }`);

/** The dev mailbox as a self-refreshing page, newest message first. */
export function renderOutbox(messages: readonly OutboxMessage[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3">
<title>CarQR dev mailbox</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Dev mailbox</h1>
<p>Messages that would have been sent. This page reloads every three seconds.</p>
${messages.length > 0 ? messages.map(renderMessage) : html`<p>No messages yet.</p>`}
</body>
</html>`.text;
}

function renderMessage({ channel, to, subject, text, at }: OutboxMessage): Html {
  const time = at.toISOString();
  return html`<article><header><strong>${to}</strong><span>${channel}</span><time datetime="${time}">${time}</time></header>
${subject !== null && html`<h2>${subject}</h2>`}<pre>${text}</pre></article>`;
}
