import { Body, Controller, Delete, Get, Header, Patch, Post, Put, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import {
  COMPRESSED,
  CurrentUser,
  Endpoint,
  type Envelope,
  MessageEnvelope,
  CommonErrors,
  describeLimit,
  invalidFields,
  ok,
} from '@app/http';
import type { Caller } from './caller.js';
import { EXPORT_LIMIT, Exports } from './exports.js';
import { PersonalData } from './personal-data.js';
import { requireFresh } from './session-proofs.js';
import {
  ChooseTemplate,
  toUserResponse,
  UpdateUser,
  UserEnvelope,
  type UserResponse,
  VerifyEmail,
} from './users.dto.js';
import type { User } from './user.entity.js';
import { UserEmails } from './user-emails.service.js';
import { UserErrors } from './users.errors.js';
import { UsersService } from './users.service.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly emails: UserEmails,
    private readonly personalData: PersonalData,
    private readonly exports: Exports,
    private readonly clock: Clock,
  ) {}

  @Get('me')
  @Endpoint({
    summary: 'Read my account',
    description: 'At the start of the app, and whenever premium may have changed.',
    answer: UserEnvelope,
  })
  getMe(@CurrentUser() { user }: Caller): Envelope<{ user: UserResponse }> {
    return this.answer(user);
  }

  @Patch('me')
  @Endpoint({
    summary: 'Change my account',
    description:
      'Fields that are not given stay. A changed e-mail address is unverified until the code mailed to it is confirmed. ' +
      'A first or another address needs a code that was given in this session in the last 10 minutes, and the account ' +
      'is told of the change.',
    answer: UserEnvelope,
    errors: [
      ...[CommonErrors.VALIDATION_FAILED, UserErrors.EMAIL_TAKEN, CommonErrors.RATE_LIMITED],
      CommonErrors.REAUTHENTICATION_REQUIRED,
    ],
  })
  async updateMe(@CurrentUser() caller: Caller, @Body() body: UpdateUser): Promise<Envelope<{ user: UserResponse }>> {
    // A first address gives the account away like a changed one: confirmed, it signs in.
    if (body.email !== undefined && body.email !== caller.user.email) requireFresh(caller, this.clock.now());
    return this.answer(await this.users.updateUser(caller.user, body, caller));
  }

  @Post('me/email/verify')
  @Endpoint({
    summary: 'Confirm my e-mail address',
    description: 'With the six digits that were mailed when the address was given. Five wrong ones use them up.',
    answer: UserEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED, UserErrors.INVALID_OTP],
  })
  async verifyMyEmail(
    @CurrentUser() { user }: Caller,
    @Body() { code }: VerifyEmail,
  ): Promise<Envelope<{ user: UserResponse }>> {
    await this.emails.confirmEmail(user, code);
    return this.answer(await this.users.getUser(user.id));
  }

  @Post('me/email/resend')
  @Endpoint({
    summary: 'Mail me a new code for my e-mail address',
    description: 'When the mail did not come. The new code replaces the one before.',
    answer: MessageEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED, CommonErrors.RATE_LIMITED],
  })
  async resendMyEmailCode(@CurrentUser() { user }: Caller): Promise<Envelope<{ message: string }>> {
    await this.emails.resendCode(user);
    return ok({ message: 'A code is on its way.' });
  }

  @Put('me/template')
  @Endpoint({
    summary: 'Choose my template',
    description: 'What new stickers, and the page of a car without a template of its own, look like.',
    answer: UserEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED],
  })
  async chooseMyTemplate(
    @CurrentUser() { user }: Caller,
    @Body() { templateId, selectedTemplate }: ChooseTemplate,
  ): Promise<Envelope<{ user: UserResponse }>> {
    const template = templateId ?? selectedTemplate;
    if (!template) throw invalidFields({ field: 'templateId', message: 'templateId must name a template' });
    return this.answer(await this.users.chooseTemplate(user, template));
  }

  @Put('template')
  @Endpoint({
    summary: 'Choose my template, by an older spelling',
    description: 'For apps that know no other; new ones call PUT /users/me/template.',
    deprecated: { since: '2026-11-22' },
    answer: UserEnvelope,
    errors: [CommonErrors.VALIDATION_FAILED],
  })
  chooseMyTemplateByOldName(
    @CurrentUser() caller: Caller,
    @Body() body: ChooseTemplate,
  ): Promise<Envelope<{ user: UserResponse }>> {
    return this.chooseMyTemplate(caller, body);
  }

  @Delete('me')
  @Endpoint({
    summary: 'Erase my account',
    fresh: true,
    description: 'The car, its codes, their scans and every session go with it. It cannot be undone.',
    answer: MessageEnvelope,
  })
  async deleteMe(@CurrentUser() caller: Caller): Promise<Envelope<{ message: string }>> {
    await this.users.deleteUser(caller);
    return ok({ message: 'Your account has been erased.' });
  }

  @Get('me/export')
  @RouteConfig(COMPRESSED)
  @Header('content-type', 'application/json; charset=utf-8')
  @Endpoint({
    summary: 'Export everything held about me',
    fresh: true,
    description:
      'For whoever wants to take their data along: one JSON document with a section for each kind of thing that is ' +
      'kept, such as `user`, `car` and `scans`. ' +
      `${describeLimit(EXPORT_LIMIT, 'an account')} Exports of scans count too, and one runs at a time.`,
    answer: 'application/json',
    example: { user: { phone: '+919876543210' }, car: null, scans: [] },
    errors: [CommonErrors.RATE_LIMITED],
  })
  async exportMyData(@CurrentUser() { user }: Caller): Promise<StreamableFile> {
    const stream = await this.exports.stream(user.id, () => this.personalData.export(user.id));
    return new StreamableFile(stream, { type: 'application/json; charset=utf-8' });
  }

  private answer(user: User): Envelope<{ user: UserResponse }> {
    return ok({ user: toUserResponse(user, this.clock.now()) });
  }
}
