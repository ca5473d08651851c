import { Controller, Get, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { IGNORED_BODY, IpLimit, PLAIN_PAGE_HEADERS, Public, type RequestLimit } from '@app/http';
import { UnsubscribeLinks } from '@app/notifications';
import { renderUnsubscribePage } from './unsubscribe.page.js';
import { UsersService } from './users.service.js';

const LIMIT: RequestLimit = { name: 'unsubscribe', max: 60, windowSeconds: 60 };

/**
 * Where the links at the end of alerts lead. Looking at the page changes nothing, since scanners of mail open every link;
 * its button, and that of mail programs (RFC 8058), sends a POST.
 */
@Controller('mail/unsubscribe')
@ApiExcludeController()
export class UnsubscribeController {
  constructor(
    private readonly users: UsersService,
    private readonly links: UnsubscribeLinks,
  ) {}

  @Get()
  @Public()
  @IpLimit(LIMIT)
  showUnsubscribe(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('token') token?: string,
    @Headers('accept-language') languages?: string,
  ): string {
    const isGood = this.findUserId(token) !== null;
    void reply.code(isGood ? 200 : 404).headers(PLAIN_PAGE_HEADERS);
    return renderUnsubscribePage(isGood ? 'question' : 'unknown', languages);
  }

  @Post()
  @Public()
  // Mail programs may send either kind of form (RFC 8058, 3.2), and all that it says is in the address.
  @RouteConfig(IGNORED_BODY)
  @IpLimit(LIMIT)
  async unsubscribe(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('token') token?: string,
    @Headers('accept-language') languages?: string,
  ): Promise<string> {
    const userId = this.findUserId(token);
    if (userId !== null) await this.users.stopAlerts(userId);
    void reply.code(userId !== null ? 200 : 404).headers(PLAIN_PAGE_HEADERS);
    return renderUnsubscribePage(userId !== null ? 'done' : 'unknown', languages);
  }

  private findUserId(token: unknown): string | null {
    return typeof token === 'string' ? this.links.findUserId(token) : null;
  }
}
