import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import { CommonErrors, CurrentUser, Endpoint, type Envelope, IdParam, ok } from '@app/http';
import { type Caller, UserErrors } from '@app/users';
import {
  AccountEnvelope,
  type AccountResponse,
  ChangeAccount,
  EndSessions,
  FindAccount,
  toAccountResponse,
} from './accounts.dto.js';
import { type Account, AccountsService } from './accounts.service.js';

const { INVALID_PHONE, VALIDATION_FAILED } = CommonErrors;

@ApiTags('Admin')
@Controller('admin/users')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
  ) {}

  @Post('find')
  @Endpoint({
    summary: 'Find an account by phone or e-mail address',
    description:
      'For support, when somebody writes in: the phone or the address that they give leads to their account. On record.',
    access: 'admin',
    answer: AccountEnvelope,
    errors: [INVALID_PHONE, VALIDATION_FAILED, UserErrors.USER_NOT_FOUND],
  })
  async findAccount(
    @CurrentUser() { user }: Caller,
    @Body() body: FindAccount,
  ): Promise<Envelope<{ account: AccountResponse }>> {
    return this.answer(await this.accounts.findAccount(user, body));
  }

  @Get(':userId')
  @IdParam('userId', 'The account.')
  @Endpoint({
    summary: 'Read an account',
    description: 'What support sees of an account; phone and e-mail address are masked. On record.',
    access: 'admin',
    answer: AccountEnvelope,
    errors: [UserErrors.USER_NOT_FOUND],
  })
  async getAccount(
    @CurrentUser() { user }: Caller,
    @Param('userId') userId: string,
  ): Promise<Envelope<{ account: AccountResponse }>> {
    return this.answer(await this.accounts.getAccount(user, userId));
  }

  @Patch(':userId')
  @IdParam('userId', 'The account.')
  @Endpoint({
    summary: 'Disable an account, or enable it again',
    description: 'Against abuse: it holds at once, everywhere. Nobody can disable themselves. On record.',
    access: 'admin',
    answer: AccountEnvelope,
    errors: [VALIDATION_FAILED, UserErrors.USER_NOT_FOUND],
  })
  async changeAccount(
    @CurrentUser() { user }: Caller,
    @Param('userId') userId: string,
    @Body() body: ChangeAccount,
  ): Promise<Envelope<{ account: AccountResponse }>> {
    return this.answer(await this.accounts.changeAccount(user, userId, body));
  }

  @Post(':userId/sessions/end')
  @IdParam('userId', 'The account.')
  @Endpoint({
    summary: 'End all sessions of an account',
    description:
      'For an owner whose phone was stolen, for example. All of its tokens stop working at once; the owner may sign in ' +
      'again. On record.',
    access: 'admin',
    answer: AccountEnvelope,
    errors: [VALIDATION_FAILED, UserErrors.USER_NOT_FOUND],
  })
  async endSessions(
    @CurrentUser() { user }: Caller,
    @Param('userId') userId: string,
    @Body() { reason }: EndSessions,
  ): Promise<Envelope<{ account: AccountResponse }>> {
    return this.answer(await this.accounts.endSessions(user, userId, reason));
  }

  private answer({ user, sessionCount }: Account): Envelope<{ account: AccountResponse }> {
    return ok({ account: toAccountResponse(user, sessionCount, this.clock.now()) });
  }
}
