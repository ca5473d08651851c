import { type Html, html } from '@app/http';
import { REASONS } from '../scan.entity.js';
import type { Messages } from './languages/index.js';

/** In the order of the page. */
export const FIELDS = ['scannerPhone', 'scannerEmail', 'reason', 'notes'] as const;
export type Field = (typeof FIELDS)[number];

/** What was typed into the form, and what is wrong with it. */
export interface FormState {
  values: Partial<Record<Field, string>>;
  problems: ReadonlySet<Field>;
}

/** Fields that nobody has touched are the same for every car: those of each language are made once. */
const untouchedFields = new Map<Messages, Html>();

/** What was typed; an empty field is an absent one. */
export function readValues(body: unknown): FormState['values'] {
  const typed = FIELDS.map((field) => [field, (body as Record<string, unknown> | null | undefined)?.[field]]);
  return Object.fromEntries(
    typed.filter(([, value]) => typeof value === 'string' && value !== ''),
  ) as FormState['values'];
}

/** The form with its button; without a state nothing was typed yet. */
export function renderForm(messages: Messages, action: string, submit: string, state?: FormState): Html {
  // Without an explicit action a fragment would stay in the address, which keeps browsers from focusing the wrong field.
  return html`<form method="post" action="${action}" accept-charset="utf-8">
      ${state ? renderFields(messages, state) : renderUntouchedFields(messages)}
      <button type="submit">${submit}</button>
    </form>`;
}

/** Every mistake, each leading to its field. */
export function renderSummary(messages: Messages, problems: ReadonlySet<Field>): Html {
  const wrong = FIELDS.filter((field) => problems.has(field));
  return html`<div class="alert" role="alert"><p>${messages.checkFields}</p>
      <ul>${wrong.map((field) => html`<li><a href="#${field}">${problemOf(messages, field)}</a></li>`)}</ul></div>`;
}

export function labelOf(messages: Messages, field: Field): string {
  return { scannerPhone: messages.phone, scannerEmail: messages.email, reason: messages.reason, notes: messages.notes }[
    field
  ];
}

function problemOf(messages: Messages, field: Field): string {
  return {
    scannerPhone: messages.phoneProblem,
    scannerEmail: messages.emailProblem,
    reason: messages.reasonProblem,
    notes: messages.notesProblem,
  }[field];
}

function renderUntouchedFields(messages: Messages): Html {
  const fields = untouchedFields.get(messages) ?? renderFields(messages, { values: {}, problems: new Set() });
  untouchedFields.set(messages, fields);
  return fields;
}

function renderFields(messages: Messages, { values, problems }: FormState): Html {
  const firstWrong = FIELDS.find((field) => problems.has(field));

  return html`${renderInput('scannerPhone', 'tel', messages.phoneHint)} ${renderInput('scannerEmail', 'email')}
      ${renderReasons()} ${renderNotes()}
      <p class="consent">${messages.consent}</p>`;

  /** Attributes that tell assistive technology what belongs to a field, and lead to the first one that is wrong. */
  function mark(field: Field, hint?: string): Html {
    const described = [hint && `${field}-hint`, problems.has(field) && `${field}-problem`].filter(Boolean).join(' ');
    return html`${described && html` aria-describedby="${described}"`}${
      problems.has(field) && html` aria-invalid="true"`
    }${field === firstWrong && html` autofocus`}`;
  }

  function renderProblem(field: Field): Html | false {
    return problems.has(field) && html`<p class="problem" id="${field}-problem">${problemOf(messages, field)}</p>`;
  }

  function renderInput(field: 'scannerPhone' | 'scannerEmail', type: 'tel' | 'email', hint?: string): Html {
    return html`<label for="${field}">${labelOf(messages, field)}</label>
      ${hint && html`<p class="hint" id="${field}-hint">${hint}</p>`}
      <input id="${field}" name="${field}" type="${type}" autocomplete="${type}" value="${values[field]}" required
        maxlength="${type === 'tel' ? 40 : 254}"${mark(field, hint)}>
      ${renderProblem(field)}`;
  }

  function renderReasons(): Html {
    const choices = REASONS.map((reason, n) => {
      const checked = reason === values.reason && html` checked`;
      const first = n === 0 && html` id="reason"${mark('reason')}`;
      return html`<label><input type="radio" name="reason" value="${reason}"${checked}${first}>${messages.reasons[reason]}</label>`;
    });
    return html`<fieldset>
      <legend>${messages.reason} <small>(${messages.optional})</small></legend>
      <div class="choices">${choices}</div>
      ${renderProblem('reason')}
    </fieldset>`;
  }

  function renderNotes(): Html {
    return html`<label for="notes">${messages.notes} <small>(${messages.optional})</small></label>
      <textarea id="notes" name="notes" maxlength="1000" rows="3"${mark('notes')}>
${values.notes}</textarea>
      ${renderProblem('notes')}`;
  }
}
