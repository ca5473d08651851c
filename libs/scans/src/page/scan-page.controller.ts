import { Body, Controller, Get, Headers, Param, Post, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError, CommonErrors, IpLimit, Phones, Public, createValidationPipe } from '@app/http';
import { type LookupEnvelope, LookupsService, QrLimits, type ScannedCarResponse, toScannedCarResponse } from '@app/qr';
import { SubmitScan } from '../scans.dto.js';
import { ScanLimits } from '../scans.limits.js';
import { ScansService } from '../scans.service.js';
import { chooseLanguage } from './languages/index.js';
import { type FormState, PAGE_POLICY, type PageField, renderContact, renderForm } from './scan-page.js';
import { ScanPageFilter } from './scan-page.filter.js';

const FIELDS: readonly PageField[] = ['scannerPhone', 'scannerEmail', 'notes', 'reason'];

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': PAGE_POLICY,
  // The form's own origin is told to us, and nothing to anybody else.
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
  vary: 'accept-language',
};

/** The page that a phone's camera opens. It works without the app and without JavaScript. */
@Controller(['S', 's'])
@UseFilters(ScanPageFilter)
@ApiExcludeController()
export class ScanPageController {
  private readonly validation = createValidationPipe();

  constructor(
    private readonly lookups: LookupsService,
    private readonly scans: ScansService,
    private readonly phones: Phones,
  ) {}

  @Get(':code')
  @Public()
  @IpLimit(QrLimits.LOOK_UP)
  async showForm(
    @Param('code') code: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages?: string,
  ): Promise<string> {
    const car = await this.findCar(code);
    void reply.headers(PAGE_HEADERS);
    return renderForm(chooseLanguage(languages), car);
  }

  @Post(':code')
  @Public()
  @IpLimit(ScanLimits.SUBMIT)
  async submitForm(
    @Param('code') code: string,
    @Body() body: Record<string, unknown> | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages?: string,
    @Headers('sec-fetch-site') site = 'same-origin',
  ): Promise<string> {
    // Browsers say where a form comes from; one on somebody else's page is not the scanner's will.
    if (site !== 'same-origin') throw new AppError(CommonErrors.FORBIDDEN);
    const messages = chooseLanguage(languages);
    const values = readValues(body ?? {});
    void reply.headers(PAGE_HEADERS);
    try {
      const form = (await this.validation.transform(
        { ...values, carId: code },
        { type: 'body', metatype: SubmitScan },
      )) as SubmitScan;
      const { car } = await this.scans.submitScan(form, undefined);
      return renderContact(messages, toScannedCarResponse(car, 'open'));
    } catch (error) {
      const problems = this.readProblems(error, values);
      if (problems.size === 0) throw error;
      void reply.code(CommonErrors.VALIDATION_FAILED.status);
      return renderForm(messages, await this.findCar(code), { values, problems });
    }
  }

  /** The fields that a refusal is about; none when it is about something else. */
  private readProblems(error: unknown, { scannerPhone }: FormState['values']): ReadonlySet<PageField> {
    if (!(error instanceof AppError)) return new Set();
    if (error.definition === CommonErrors.INVALID_PHONE) return new Set(['scannerPhone']);
    const named = new Set(error.extras.details?.map(({ field }) => field));
    const problems = new Set(FIELDS.filter((field) => named.has(field)));
    // A number is only read once every field has the right form; a person is told of all mistakes at once.
    if (problems.size > 0 && this.phones.find(scannerPhone ?? '') === undefined) problems.add('scannerPhone');
    return problems;
  }

  /** The cached answer for anonymous scanners: the contact is not in it. */
  private async findCar(code: string): Promise<ScannedCarResponse> {
    const answer = JSON.parse(await this.lookups.lookUp(code, undefined)) as LookupEnvelope;
    return answer.car;
  }
}

/** What was typed; an empty field is an absent one. */
function readValues(body: Record<string, unknown>): FormState['values'] {
  const typed = FIELDS.map((field) => [field, body[field]]).filter(
    ([, value]) => typeof value === 'string' && value !== '',
  );
  return Object.fromEntries(typed) as FormState['values'];
}
