import { Controller, Get, HttpStatus, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '@app/config';
import { AppError, COMPRESSED, CommonErrors, IpLimit, Public } from '@app/http';
import { QrLimits, readCarReference } from '@app/qr';
import { renderCodePage, renderPrivacyPage } from './code-page.js';
import { prefersHtml } from './error-page.js';
import { PAGE_HEADERS } from './page-frame.js';
import { RESULT_SECONDS } from './result-tokens.js';
import { linkTo, viewOf } from './view.js';

/** The pages that belong to no car: where a code is typed in, and what is said about privacy. */
@Controller()
@ApiExcludeController()
export class CodePageController {
  constructor(private readonly settings: Settings) {}

  /** Somebody who types the address in gets a page; a client of the API is told that there is nothing here. */
  @Get()
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  @RouteConfig(COMPRESSED)
  showStart(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (!prefersHtml(request)) throw new AppError(CommonErrors.NOT_FOUND);
    void reply.headers({ ...PAGE_HEADERS, vary: 'accept, accept-language' });
    return renderCodePage(viewOf(request));
  }

  @Get(['S', 's'])
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  @RouteConfig(COMPRESSED)
  findCode(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('code') typed?: unknown,
  ): string {
    const view = viewOf(request);
    void reply.headers(PAGE_HEADERS);
    if (typeof typed !== 'string' || typed.trim() === '') return renderCodePage(view);
    const reference = readCarReference(typed);
    if (reference === null) {
      void reply.code(CommonErrors.VALIDATION_FAILED.status);
      return renderCodePage(view, typed);
    }
    const code = 'code' in reference ? reference.code : reference.carId;
    void reply.code(HttpStatus.SEE_OTHER).header('location', linkTo(view, code));
    return '';
  }

  @Get(['S/privacy', 's/privacy'])
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  @RouteConfig(COMPRESSED)
  showPrivacy(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const { operator, http, scanRetentionDays } = this.settings;
    void reply.headers(PAGE_HEADERS);
    const facts = {
      operator: operator.name ?? new URL(http.publicUrl).host,
      supportEmail: operator.supportEmail,
      retentionDays: scanRetentionDays,
      resultHours: RESULT_SECONDS / 3600,
    };
    return renderPrivacyPage(viewOf(request), facts, operator.address);
  }
}
