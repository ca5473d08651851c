import Negotiator from 'negotiator';
import type { FastifyRequest } from 'fastify';
import type { AppError, ErrorPage } from '@app/http';
import { renderCodeForm } from './code-page.js';
import { PAGE_HEADERS, REFUSED_FORM_HEADERS, renderButton, renderNotice } from './page-frame.js';
import { readValues } from './scan-form.js';
import { renderFormPage } from './scan-page.js';
import { type View, linkTo, viewOf } from './view.js';

const PAGE_PATH = /^\/s(?:[/?]|$)/i;
const START_PATH = /^\/(?:\?|$)/;
const FALLBACK_RETRY_SECONDS = 60;

/** Whoever looks at a page sees a failure as a page, also one that happens before the page's own code is reached. */
export const scanErrorPage: ErrorPage = {
  isFor: (request) =>
    PAGE_PATH.test(request.originalUrl) || (START_PATH.test(request.originalUrl) && prefersHtml(request)),
  render: (error, request) => ({
    headers: request.method === 'POST' ? REFUSED_FORM_HEADERS : PAGE_HEADERS,
    html: describe(error, request),
  }),
};

/** Whether HTML was asked for before JSON; a client that names neither is taken for one of the API. */
export function prefersHtml({ headers }: FastifyRequest): boolean {
  const negotiator = new Negotiator({ headers: { accept: headers.accept ?? '*/*' } });
  return negotiator.mediaType(['application/json', 'text/html']) === 'text/html';
}

function describe({ definition, extras }: AppError, request: FastifyRequest): string {
  const view = viewOf(request);
  const { messages } = view;
  switch (definition.status) {
    case 404:
      return renderNotice(view, messages.missing, renderCodeForm(view));
    case 429: {
      const { title, text } = messages.wait;
      return keepForm(request, view, { title, text: text(extras.retryAfterSeconds ?? FALLBACK_RETRY_SECONDS) });
    }
    case 403:
      return renderNotice(view, messages.foreign, renderFormButton(request, view));
    case 413:
      return renderNotice(view, messages.tooLarge, renderFormButton(request, view));
    default:
      return definition.status < 500
        ? renderNotice(view, messages.unreadable, renderFormButton(request, view))
        : keepForm(request, view, messages.trouble);
  }
}

/** What was typed is still there after a failure, to be sent again. */
function keepForm(request: FastifyRequest, view: View, notice: { title: string; text: string }): string {
  const code = codeOf(request);
  if (request.method !== 'POST' || code === undefined) return renderNotice(view, notice);
  return renderFormPage(view, { code, state: { values: readValues(request.body), problems: new Set() }, notice });
}

function renderFormButton(request: FastifyRequest, view: View): ReturnType<typeof renderButton> {
  const code = codeOf(request);
  return renderButton(code === undefined ? linkTo(view) : linkTo(view, code), view.messages.backToForm);
}

function codeOf({ params }: FastifyRequest): string | undefined {
  return (params as { code?: string } | undefined)?.code;
}
