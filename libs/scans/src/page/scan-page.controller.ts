import { Body, Controller, Get, Headers, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AppError,
  COMPRESSED,
  ClientNetwork,
  CommonErrors,
  IpLimit,
  Phones,
  Public,
  createValidationPipe,
} from '@app/http';
import { LookupsService, QrLimits, toScannedCarResponse } from '@app/qr';
import { SubmitScan } from '../scans.dto.js';
import { ScanLimits } from '../scans.limits.js';
import { ScansService } from '../scans.service.js';
import { PAGE_HEADERS, REFUSED_FORM_HEADERS, renderButton, renderNotice } from './page-frame.js';
import { RESULT_SECONDS, ResultTokens } from './result-tokens.js';
import { FIELDS, type Field, type FormState, readValues } from './scan-form.js';
import { renderFormPage, renderResultPage } from './scan-page.js';
import { linkTo, viewOf } from './view.js';

/** A form that was typed into this page, or the same one sent once more by a reload or a restored tab. */
const OWN_FORM = ['same-origin', 'none'];

/** The page that a phone's camera opens. It works without the app and without JavaScript. */
@Controller(['S', 's'])
@ApiExcludeController()
export class ScanPageController {
  private readonly validation = createValidationPipe();

  constructor(
    private readonly lookups: LookupsService,
    private readonly scans: ScansService,
    private readonly tokens: ResultTokens,
    private readonly phones: Phones,
  ) {}

  @Get(':code')
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  @RouteConfig(COMPRESSED)
  async showForm(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const subject = await this.lookups.lookUpForPage(code);
    void reply.headers(PAGE_HEADERS);
    return renderFormPage(viewOf(request), { code, subject });
  }

  /** Answers with a redirect to the result, so that going back, forward or reloading never sends the form again. */
  @Post(':code')
  @Public()
  @IpLimit(ScanLimits.SUBMIT)
  @RouteConfig(COMPRESSED)
  async submitForm(
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @ClientNetwork() network: string,
    @Headers('sec-fetch-site') site = 'same-origin',
  ): Promise<string> {
    // Browsers say where a form comes from; one on somebody else's page is not the scanner's will.
    if (!OWN_FORM.includes(site)) throw new AppError(CommonErrors.FORBIDDEN);
    const view = viewOf(request);
    const values = readValues(body);
    void reply.headers(PAGE_HEADERS);
    try {
      const token = await this.submit(code, values, network);
      void reply.code(HttpStatus.SEE_OTHER).header('location', linkTo(view, code, 'sent', token));
      return '';
    } catch (error) {
      const problems = this.readProblems(error, values);
      if (problems.size === 0) throw error;
      void reply.code(CommonErrors.VALIDATION_FAILED.status).headers(REFUSED_FORM_HEADERS);
      return renderFormPage(view, {
        code,
        subject: await this.lookups.lookUpForPage(code),
        state: { values, problems },
      });
    }
  }

  /** The contact, as the owner shows it at this moment, for whoever holds the token. */
  @Get(':code/sent/:token')
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  @RouteConfig(COMPRESSED)
  async showResult(
    @Param('code') code: string,
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const view = viewOf(request);
    // The address is a key to the contact, so it is told to nobody.
    void reply.headers({ ...PAGE_HEADERS, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
    const result = this.tokens.read(token);
    const car = result && (await this.scans.findCarOfScan(result.scanId, RESULT_SECONDS));
    if (!car) {
      void reply.code(HttpStatus.NOT_FOUND);
      const { messages } = view;
      return renderNotice(view, messages.expired, renderButton(linkTo(view, code), messages.backToForm));
    }
    return renderResultPage(view, code, toScannedCarResponse(car, 'open'), result.wasAlerted);
  }

  /** @returns the token of the page that shows the result */
  private async submit(code: string, values: FormState['values'], network: string): Promise<string> {
    const fields = { ...values, carId: code };
    const form = (await this.validation.transform(fields, { type: 'body', metatype: SubmitScan })) as SubmitScan;
    const { scan, car } = await this.scans.submitScan(form, undefined, network);
    return this.tokens.write({ scanId: scan.id, wasAlerted: car.owner.isAlertable });
  }

  /** The fields that a refusal is about, and all others that are wrong; none when it is about something else. */
  private readProblems(error: unknown, { scannerPhone, scannerEmail }: FormState['values']): ReadonlySet<Field> {
    if (!(error instanceof AppError)) return new Set();
    const isPhone = error.definition === CommonErrors.INVALID_PHONE;
    const named = new Set(error.extras.details?.map(({ field }) => field));
    const problems = new Set(FIELDS.filter((field) => named.has(field) || (isPhone && field === 'scannerPhone')));
    // The service stops at the first of these mistakes; a person is told of all at once.
    if (problems.size > 0 && this.phones.find(scannerPhone ?? '') === undefined) problems.add('scannerPhone');
    if (problems.size > 0 && scannerEmail === undefined) problems.add('scannerEmail');
    return problems;
  }
}
