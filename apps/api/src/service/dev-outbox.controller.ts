import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public, Text } from '@app/http';
import { Outbox, type OutboxMessage } from '@app/outbox';
import { renderOutbox } from './dev-outbox.page.js';

class OutboxQuery {
  @Text({ max: 254, optional: true })
  to?: string;
}

/** What the preview drivers would have sent. The module that serves it is left out where real ones are in use. */
@Controller('dev')
@ApiExcludeController()
export class DevOutboxController {
  constructor(private readonly outbox: Outbox) {}

  @Public()
  @Get('outbox')
  listMessages(@Query() { to }: OutboxQuery): { success: true; messages: OutboxMessage[] } {
    return { success: true, messages: this.outbox.list(to) };
  }

  @Public()
  @Get('outbox.html')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  showMessages(@Query() { to }: OutboxQuery): string {
    return renderOutbox(this.outbox.list(to));
  }
}
