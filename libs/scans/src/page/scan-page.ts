import { Html, html, styleSource } from '@app/http';
import type { ScannedCarResponse } from '@app/qr';
import { REASONS } from '../scan.entity.js';
import type { Messages } from './languages/index.js';
import { STYLE } from './scan-page.style.js';

/** Nothing but the page itself: no script, no request, no frame around it, and its form goes nowhere else. */
export const PAGE_POLICY = `default-src 'none'; style-src ${styleSource(STYLE)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const STYLE_MARKUP = new Html(STYLE);

export type PageField = 'scannerPhone' | 'scannerEmail' | 'notes' | 'reason';

/** What was typed into the form, and what is wrong with it. */
export interface FormState {
  values: Partial<Record<PageField, string>>;
  problems: ReadonlySet<PageField>;
}

/** The form that nobody has touched is the same for every car: that of each language is made once. */
const untouchedForms = new Map<Messages, Html>();

/**
 * The car behind the form.
 *
 * @param state what was typed before; absent while nothing was
 */
export function renderForm(messages: Messages, car: ScannedCarResponse, state?: FormState): string {
  const body = html`
    ${renderPlate(car)} ${renderMessage(messages, car)}
    ${state && state.problems.size > 0 && html`<p class="alert" role="alert">${messages.checkFields}</p>`}
    <p>${messages.intro}</p>
    ${state ? renderFields(messages, state) : renderUntouched(messages)}
  `;
  return renderPage(messages, messages.title, car.selectedTemplate, body);
}

function renderUntouched(messages: Messages): Html {
  const form = untouchedForms.get(messages) ?? renderFields(messages, { values: {}, problems: new Set() });
  untouchedForms.set(messages, form);
  return form;
}

function renderFields(messages: Messages, { values, problems }: FormState): Html {
  return html`<form method="post" accept-charset="utf-8">
      ${renderInput('scannerPhone', 'tel', messages.phone, messages.phoneProblem, messages.phoneHint)}
      ${renderInput('scannerEmail', 'email', messages.email, messages.emailProblem)}
      ${renderReasons(messages, values.reason, problems.has('reason'))} ${renderNotes()}
      <p class="consent">${messages.consent}</p>
      <button type="submit">${messages.submit}</button>
    </form>`;

  function renderInput(name: PageField, type: 'tel' | 'email', label: string, problem: string, hint?: string): Html {
    const isWrong = problems.has(name);
    const described = [hint && `${name}-hint`, isWrong && `${name}-problem`].filter(Boolean).join(' ');
    const wrong = isWrong && html` aria-invalid="true"`;
    return html`<label for="${name}">${label}</label>
      ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
      <input id="${name}" name="${name}" type="${type}" autocomplete="${type}" value="${values[name]}" required
        maxlength="${type === 'tel' ? 40 : 254}" aria-describedby="${described}"${wrong}>
      ${isWrong && html`<p class="problem" id="${name}-problem">${problem}</p>`}`;
  }

  function renderNotes(): Html {
    const isWrong = problems.has('notes');
    const wrong = isWrong && html` aria-invalid="true" aria-describedby="notes-problem"`;
    return html`<label for="notes">${messages.notes} <small>(${messages.optional})</small></label>
      <textarea id="notes" name="notes" maxlength="1000" rows="3"${wrong}>
${values.notes}</textarea>
      ${isWrong && html`<p class="problem" id="notes-problem">${messages.notesProblem}</p>`}`;
  }
}

/** The contact that the owner shows, with a button for each way to use it. */
export function renderContact(messages: Messages, car: ScannedCarResponse): string {
  const { name, phone, email } = car.owner;
  const isShown = phone !== null || email !== null;
  const greeting = encodeURIComponent(messages.greeting(car.carNumber));
  const body = html`
    ${renderPlate(car)}
    <section>
      <p>${isShown ? messages.doneIntro(name) : messages.toldIntro}</p>
      ${
        phone !== null &&
        html`<a class="button" href="tel:${phone}">${messages.call}<span>${phone}</span></a>
        <a class="button plain" href="https://wa.me/${phone.slice(1)}?text=${greeting}" rel="noreferrer">${messages.whatsApp}</a>`
      }
      ${
        email !== null &&
        html`<a class="button plain" href="mailto:${encodeURIComponent(email)}?subject=${greeting}">${messages.mail}<span>${email}</span></a>`
      }
    </section>
    ${renderMessage(messages, car)}
  `;
  return renderPage(messages, isShown ? messages.doneTitle : messages.told, car.selectedTemplate, body);
}

/** A page that only says something, such as that a code belongs to no car. */
export function renderNotice(messages: Messages, title: string, text: string): string {
  return renderPage(messages, title, 'modern', html`<p>${text}</p>`);
}

function renderPlate({ carNumber, carModel }: ScannedCarResponse): Html {
  return html`<p class="plate">${carNumber}</p>
    <p class="model">${carModel}</p>`;
}

/** What the owner says to whoever scans. */
function renderMessage(messages: Messages, { customMessage, customFields, owner }: ScannedCarResponse): Html {
  const fields = Object.entries(customFields);
  return html`
    ${customMessage && html`<h2>${messages.messageFrom(owner.name)}</h2><blockquote>${customMessage}</blockquote>`}
    ${fields.length > 0 && html`<dl>${fields.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`}
  `;
}

function renderReasons(messages: Messages, chosen: string | undefined, isWrong: boolean): Html {
  const wrong = isWrong && html` aria-describedby="reason-problem"`;
  const choices = REASONS.map((reason) => {
    const checked = reason === chosen && html` checked`;
    return html`<label><input type="radio" name="reason" value="${reason}"${checked}>${messages.reasons[reason]}</label>`;
  });
  return html`<fieldset${wrong}>
      <legend>${messages.reason} <small>(${messages.optional})</small></legend>
      <div class="choices">${choices}</div>
      ${isWrong && html`<p class="problem" id="reason-problem">${messages.reasonProblem}</p>`}
    </fieldset>`;
}

function renderPage(messages: Messages, title: string, template: string, body: Html): string {
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
<body class="${template}"><main><header><h1>${title}</h1></header>${body}</main></body>
</html>`.text;
}
