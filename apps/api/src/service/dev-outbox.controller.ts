import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Phones, Public, Text } from '@app/http';
import { Outbox, type OutboxMessage } from '@app/outbox';
import { renderOutbox } from './dev-outbox.page.js';

class OutboxQuery {
  @Text({ max: 254, optional: true })
  to?: string;
}

/** Shows the messages that the preview drivers would have sent. Absent when only real drivers are in use. */
@Controller('dev')
@ApiExcludeController()
export class DevOutboxController {
  constructor(
    private readonly outbox: Outbox,
    private readonly phones: Phones,
  ) {}

  @Public()
  @Get('outbox')
  listMessages(@Query() { to }: OutboxQuery): { success: true; messages: OutboxMessage[] } {
    return { success: true, messages: this.list(to) };
  }

  @Public()
  @Get('outbox.html')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  )
  showMessages(@Query() { to }: OutboxQuery): string {
    return renderOutbox(this.list(to));
  }

  private list(to: string | undefined): OutboxMessage[] {
    if (!to) return this.outbox.list();
    return (
      this.meaningsOf(to)
        .map((recipient) => this.outbox.list(recipient))
        .find((messages) => messages.length > 0) ?? []
    );
  }

  /** Accepts any spelling of a phone and any letter case of an address. An unencoded plus sign arrives as a space. */
  private meaningsOf(text: string): string[] {
    if (text.includes('@')) return [text.replaceAll(' ', '+').toLowerCase()];
    return [text, `+${text}`].map((spelling) => this.phones.find(spelling)).filter((phone) => phone !== undefined);
  }
}
