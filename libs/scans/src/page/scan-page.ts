import { type Html, html } from '@app/http';
import type { Prospects, ScannedCarResponse } from '@app/qr';
import type { Messages } from './languages/index.js';
import { renderPage } from './page-frame.js';
import { FIELDS, type FormState, labelOf, renderForm, renderSummary } from './scan-form.js';
import { type View, linkTo } from './view.js';

/** The car of a form, and what its owner can be expected to do. */
export interface FormCar {
  car: ScannedCarResponse;
  prospects: Prospects;
}

export interface FormPage {
  /** What the address names the car by. */
  code: string;
  /** Absent where a failure left no time to look it up. */
  subject?: FormCar;
  /** What was typed before; absent while nothing was. */
  state?: FormState;
  /** Why the form was not taken, if no field is wrong. */
  notice?: { title: string; text: string };
}

/**
 * The car behind the form. Once the form was refused, what is wrong comes first and the owner's words come last, so that
 * it is on the screen in browsers that don't focus a field by themselves.
 */
export function renderFormPage(view: View, { code, subject, state, notice }: FormPage): string {
  const { messages } = view;
  const firstWrong = state && FIELDS.find((field) => state.problems.has(field));
  const isRefused = firstWrong !== undefined || notice !== undefined;
  const submit = subject?.prospects.showsContact ? messages.submitForContact : messages.submitMessage;
  const words = subject && renderMessage(messages, subject.car);
  const body = html`
    ${subject && renderPlate(subject.car)}
    ${!isRefused && words}
    ${firstWrong && renderSummary(messages, state.problems)}
    ${notice && html`<p class="alert" role="alert">${notice.text} ${messages.stillHere}</p>`}
    ${!isRefused && subject && html`<p>${messages.intro(subject.prospects)}</p>`}
    ${renderForm(messages, linkTo(view, code), submit, state)}
    ${isRefused && words}
  `;
  const title = firstWrong && `${messages.errorTitle(labelOf(messages, firstWrong))} – ${messages.title}`;
  const heading = notice?.title ?? messages.title;
  return renderPage({ view, heading, ...(title && { title }), template: subject?.car.selectedTemplate }, body);
}

/** What became of the form, with the contact that the owner shows and a button for each way to use it. */
export function renderResultPage(view: View, code: string, car: ScannedCarResponse, wasAlerted: boolean): string {
  const { messages } = view;
  const { name, phone, email } = car.owner;
  const showsContact = phone !== null || email !== null;
  const greeting = encodeURIComponent(messages.greeting(car.carNumber));
  const body = html`
    ${renderPlate(car)}
    <section>
      <p>${wasAlerted ? messages.alerted(name) : messages.notAlerted(name)}</p>
      ${!showsContact && html`<p>${messages.noContact}</p>`}
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
    <p><a href="${linkTo(view, code)}">${messages.backToForm}</a></p>
  `;
  const messageTitle = wasAlerted ? messages.sentTitle : messages.savedTitle;
  const heading = showsContact ? messages.contactTitle : messageTitle;
  return renderPage({ view, heading, template: car.selectedTemplate }, body);
}

function renderPlate({ carNumber, carModel }: ScannedCarResponse): Html {
  return html`<p class="plate">${carNumber}</p>
    <p class="model">${carModel}</p>`;
}

/** What the owner says to whoever scans. Long words scroll within their box, which a keyboard must be able to reach. */
function renderMessage(messages: Messages, { customMessage, customFields, owner }: ScannedCarResponse): Html {
  const fields = Object.entries(customFields);
  return html`
    ${customMessage && html`<h2>${messages.messageFrom(owner.name)}</h2><blockquote tabindex="0">${customMessage}</blockquote>`}
    ${fields.length > 0 && html`<dl tabindex="0">${fields.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`}
  `;
}
