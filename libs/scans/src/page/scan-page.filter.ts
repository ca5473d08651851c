import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type AppError, refuse } from '@app/http';
import { type Messages, chooseLanguage } from './languages/index.js';
import { PAGE_POLICY, renderNotice } from './scan-page.js';

/** Whoever looks at a page is told of a failure on a page. */
@Catch()
export class ScanPageFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const { error, request, reply } = refuse(thrown, host);
    if (reply.sent) return;
    void reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY })
      .send(describe(error, chooseLanguage(request.headers['accept-language'])));
  }
}

function describe({ definition, extras }: AppError, messages: Messages): string {
  switch (definition.status) {
    case 404:
      return renderNotice(messages, messages.missingTitle, messages.missingIntro);
    case 429:
      return renderNotice(messages, messages.waitTitle, messages.waitIntro(extras.retryAfterSeconds ?? 60));
    default:
      return renderNotice(messages, messages.troubleTitle, messages.troubleIntro);
  }
}
