import { Controller, Get, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '@app/config';
import { IGNORED_BODY, IpLimit, PLAIN_PAGE_HEADERS, Public, type RequestLimit } from '@app/http';
import { type AccountLink, AccountLinks } from '@app/notifications';
import { type LockPageState, renderAccountLockPage } from './account-lock.page.js';
import { AccountLock } from './account-lock.service.js';

const LIMIT: RequestLimit = { name: 'account-lock', max: 60, windowSeconds: 60 };

/**
 * Where the links of messages about a changed account lead. Looking at the page changes nothing, since mail programs open
 * every link; its button sends a POST.
 */
@Controller('lock')
@ApiExcludeController()
export class AccountLockController {
  constructor(
    private readonly accountLock: AccountLock,
    private readonly links: AccountLinks,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Public()
  @IpLimit(LIMIT)
  showLock(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages?: string,
  ): string {
    return this.page(reply, this.findLink(request) ? 'question' : 'unknown', languages);
  }

  @Post()
  @Public()
  @RouteConfig(IGNORED_BODY)
  @IpLimit(LIMIT)
  async lock(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages?: string,
  ): Promise<string> {
    const link = this.findLink(request);
    const isLocked = link !== null && (await this.accountLock.lock(link));
    return this.page(reply, isLocked ? 'done' : 'unknown', languages);
  }

  private page(reply: FastifyReply, state: LockPageState, languages: string | undefined): string {
    void reply.code(state === 'unknown' ? 404 : 200).headers(PLAIN_PAGE_HEADERS);
    return renderAccountLockPage(state, this.settings.operator.supportEmail, languages);
  }

  /** The token is the first parameter's name; whoever passes a link on may append parameters of their own. */
  private findLink({ query }: FastifyRequest): AccountLink | null {
    const [token = ''] = Object.keys(query as object);
    return this.links.read(token);
  }
}
