import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, toAppError } from '@app/http';
import { type Messages, chooseLanguage } from './languages/index.js';
import { PAGE_POLICY, renderNotice } from './scan-page.js';

/** Whoever looks at a page is told of a failure on a page. */
@Catch()
export class ScanPageFilter implements ExceptionFilter {
  private readonly logger = new Logger(ScanPageFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = toAppError(thrown);
    if (error.definition.status >= 500) this.logger.error('The page failed.', thrown);
    const { retryAfterSeconds } = error.extras;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    void reply
      .code(error.definition.status)
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
