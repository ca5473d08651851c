import { type Html, html } from '@app/http';
import type { PrivacyFacts } from './languages/messages.js';
import { renderPage } from './page-frame.js';
import { type View, linkTo } from './view.js';

/**
 * Where a code can be typed in, for whoever has the address but no camera.
 *
 * @param typed what was typed before and is no code; absent while nothing was
 */
export function renderCodePage(view: View, typed?: string): string {
  const { messages } = view;
  const title = typed === undefined ? messages.codeTitle : messages.errorTitle(messages.code);
  return renderPage(
    { view, heading: messages.codeTitle, title },
    html`<p>${messages.codeIntro}</p>${renderCodeForm(view, typed)}`,
  );
}

export function renderCodeForm(view: View, typed?: string): Html {
  const { messages, root, query } = view;
  const isWrong = typed !== undefined;
  return html`<form action="${root}S">
      ${query && html`<input type="hidden" name="lang" value="${messages.language}">`}
      <label for="code">${messages.code}</label>
      <p class="hint" id="code-hint">${messages.codeHint}</p>
      <input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required
        maxlength="1000" value="${typed}" aria-describedby="code-hint${isWrong && ' code-problem'}"${
          isWrong && html` aria-invalid="true" autofocus`
        }>
      ${isWrong && html`<p class="problem" id="code-problem">${messages.codeProblem}</p>`}
      <button type="submit">${messages.codeSubmit}</button>
    </form>`;
}

/** Who runs this, why scanners are asked for data, how long it is kept and how to have it deleted. */
export function renderPrivacyPage(view: View, facts: PrivacyFacts, address: string | null): string {
  const { messages } = view;
  const [who, ...others] = messages.privacySections(facts);
  const { supportEmail } = facts;
  return renderPage(
    { view, heading: messages.privacy },
    html`<h2>${who?.heading}</h2>
      <p class="lines">${who?.text}${address && `\n${address}`}</p>
      ${supportEmail && html`<p><a href="mailto:${encodeURIComponent(supportEmail)}">${supportEmail}</a></p>`}
      ${others.map(({ heading, text }) => html`<h2>${heading}</h2><p>${text}</p>`)}
      <p><a href="${linkTo(view)}">${messages.codeTitle}</a></p>`,
  );
}
