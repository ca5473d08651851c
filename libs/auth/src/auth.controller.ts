import { Body, Controller, Delete, Get, Headers, Ip, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import {
  CommonErrors,
  CurrentUser,
  describeLimit,
  Endpoint,
  type Envelope,
  IdParam,
  MessageEnvelope,
  ok,
  preferredLanguage,
} from '@app/http';
import { LANGUAGES } from '@app/notifications';
import { type Caller, UserErrors } from '@app/users';
import {
  CodeSentEnvelope,
  Logout,
  PasswordLogin,
  Reauthenticate,
  RefreshTokens,
  RequestCode,
  type SessionResponse,
  SessionsEnvelope,
  SetPassword,
  SignInEnvelope,
  TokensEnvelope,
  toCodeSent,
  toSessionResponse,
  toSignInResponse,
  VerifyCode,
} from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import {
  AuthLimits,
  OTP_REQUESTS_PER_DAY,
  OTP_REQUESTS_PER_HOUR,
  PASSWORD_TRIES,
  PASSWORD_TRIES_PER_DAY,
} from './auth.limits.js';
import { AuthService } from './auth.service.js';
import { CodeRequests } from './code-requests.service.js';
import { PasswordsService } from './passwords.service.js';
import { Reauthentication } from './reauthentication.service.js';
import { SessionsService, type TokenPair } from './sessions.service.js';

const { INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, REAUTHENTICATION_REQUIRED } = CommonErrors;

@ApiTags('Auth')
@Controller()
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly codeRequests: CodeRequests,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly reauthentication: Reauthentication,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Post('auth/otp/request')
  @Endpoint({
    summary: 'Send a one-time code',
    description:
      'The first step of signing in: by SMS to a phone, or by mail to the verified address of an account. SMS goes to ' +
      'mobile numbers of the countries served only. Up to three codes are good side by side, each with its own ' +
      '`sessionId`; a fourth takes the place of the oldest. The answer is the same whether or not there is an account. ' +
      `${describeLimit(OTP_REQUESTS_PER_HOUR, 'a phone')} ${describeLimit(OTP_REQUESTS_PER_DAY, 'a phone')}`,
    access: 'public',
    answer: CodeSentEnvelope,
    limit: AuthLimits.REQUEST_CODE,
    errors: [INVALID_PHONE, VALIDATION_FAILED],
  })
  async requestCode(@Body() body: RequestCode, @Ip() ip: string): Promise<Envelope<Omit<CodeSentEnvelope, 'success'>>> {
    const sessionId = await this.codeRequests.requestCode(body, ip);
    return ok(toCodeSent(sessionId, this.settings.otp));
  }

  @Post('auth/otp/verify')
  @Endpoint({
    summary: 'Sign in with a code',
    description:
      'The second step, with the `sessionId` that the request for the code answered. The first time, this makes the ' +
      'account, which is written to in the language of `Accept-Language`. A code is good for one sign-in; five wrong ' +
      'ones use it up. After EMAIL_TAKEN the same code may be sent with another e-mail address, at most five times.',
    access: 'public',
    answer: SignInEnvelope,
    limit: AuthLimits.VERIFY_CODE,
    errors: [
      ...[INVALID_PHONE, VALIDATION_FAILED, AuthErrors.INVALID_OTP],
      ...[AuthErrors.ACCOUNT_DISABLED, UserErrors.EMAIL_TAKEN],
    ],
  })
  async verifyCode(
    @Body() body: VerifyCode,
    @Ip() ip: string,
    @Headers('user-agent') userAgent?: string,
    @Headers('accept-language') languages?: string,
  ): Promise<SignInEnvelope> {
    const language = preferredLanguage(languages, LANGUAGES);
    const signIn = await this.auth.verifyCode(body, { ip, userAgent }, language);
    return ok(toSignInResponse(signIn, this.clock.now()));
  }

  @Post('auth/refresh')
  @Endpoint({
    summary: 'Exchange a refresh token',
    description:
      'Ask for new tokens shortly before the access token expires, or once a call answers UNAUTHORIZED. Every refresh ' +
      'token is good for one exchange. If the answer was lost, send the same token again; an old token whose successor ' +
      'was used ends its session.',
    access: 'public',
    answer: TokensEnvelope,
    limit: AuthLimits.REFRESH,
    errors: [VALIDATION_FAILED, AuthErrors.INVALID_REFRESH_TOKEN],
  })
  async refreshTokens(@Body() { refreshToken }: RefreshTokens): Promise<Envelope<TokenPair>> {
    return ok(await this.sessions.refresh(refreshToken));
  }

  @Post('auth/logout')
  @Endpoint({
    summary: 'Sign out',
    description:
      'Ends this session, or with `everywhere` all sessions of the account; their tokens stop working at once.',
    answer: MessageEnvelope,
    errors: [VALIDATION_FAILED],
  })
  async logout(@CurrentUser() caller: Caller, @Body() { everywhere }: Logout): Promise<Envelope<{ message: string }>> {
    await (everywhere ? this.sessions.endAllSessions(caller.user.id) : this.sessions.signOut(caller));
    return ok({ message: 'You are signed out.' });
  }

  @Get('auth/sessions')
  @Endpoint({
    summary: 'List my sessions',
    description: 'To show where the account is signed in, so that a lost device can be signed out.',
    answer: SessionsEnvelope,
  })
  async listMySessions(@CurrentUser() { user, sessionId }: Caller): Promise<Envelope<{ sessions: SessionResponse[] }>> {
    const sessions = await this.sessions.listSessions(user.id);
    return ok({ sessions: sessions.map((session) => toSessionResponse(session, sessionId)) });
  }

  @Delete('auth/sessions/:id')
  @IdParam('id', 'One of my sessions.')
  @Endpoint({
    summary: 'End one of my sessions',
    description: 'Signs another device out; its tokens stop working at once.',
    answer: MessageEnvelope,
    errors: [AuthErrors.SESSION_NOT_FOUND],
  })
  async endMySession(@CurrentUser() { user }: Caller, @Param('id') id: string): Promise<Envelope<{ message: string }>> {
    await this.sessions.endSession(user.id, id);
    return ok({ message: 'The session has ended.' });
  }

  @Post('auth/password/login')
  @Endpoint({
    summary: 'Sign in with a password',
    description:
      'Instead of a code, where a password was set. A wrong password and an unknown account answer the same. ' +
      `${describeLimit(PASSWORD_TRIES, 'an account')} ${describeLimit(PASSWORD_TRIES_PER_DAY, 'an account')} ` +
      'Right passwords do not count, and networks that signed in before have a count of their own.',
    access: 'public',
    answer: SignInEnvelope,
    limit: AuthLimits.PASSWORD_LOGIN,
    errors: [INVALID_PHONE, VALIDATION_FAILED, AuthErrors.INVALID_CREDENTIALS, AuthErrors.ACCOUNT_DISABLED],
  })
  async loginWithPassword(
    @Body() body: PasswordLogin,
    @Ip() ip: string,
    @Headers('user-agent') userAgent?: string,
  ): Promise<SignInEnvelope> {
    return ok(toSignInResponse(await this.auth.loginWithPassword(body, { ip, userAgent }), this.clock.now()));
  }

  @Post('auth/reauthenticate')
  @Endpoint({
    summary: 'Prove again that it is me',
    description:
      'After REAUTHENTICATION_REQUIRED, whose `details` name what is asked for. `otp`: ask for a code as for signing in, ' +
      'with the account’s own phone or confirmed e-mail address, and send it here with its `sessionId`. `password`: send ' +
      'the password. Then repeat the call that was refused. Acts that want a fresh code are not opened by a password.',
    answer: MessageEnvelope,
    limit: AuthLimits.REAUTHENTICATE,
    errors: [VALIDATION_FAILED, AuthErrors.INVALID_OTP, AuthErrors.INVALID_CREDENTIALS, RATE_LIMITED],
  })
  async reauthenticate(
    @CurrentUser() caller: Caller,
    @Body() body: Reauthenticate,
    @Ip() ip: string,
  ): Promise<Envelope<{ message: string }>> {
    await this.reauthentication.reauthenticate(caller, body, ip);
    return ok({ message: 'Thank you. Please go on.' });
  }

  @Put('users/me/password')
  @Endpoint({
    summary: 'Set my password',
    description:
      'A password is an optional second way to sign in. Setting the first one takes a code that was given in this session ' +
      'in the last 10 minutes; replacing one takes that or the current password. My other sessions end, and the account ' +
      'is told by SMS and mail. VALIDATION_FAILED when it is easy to guess, or made of my phone, e-mail address, name or ' +
      'number plate.',
    answer: MessageEnvelope,
    limit: AuthLimits.SET_PASSWORD,
    errors: [VALIDATION_FAILED, AuthErrors.INVALID_CREDENTIALS, REAUTHENTICATION_REQUIRED, RATE_LIMITED],
  })
  async setMyPassword(
    @CurrentUser() caller: Caller,
    @Body() body: SetPassword,
  ): Promise<Envelope<{ message: string }>> {
    await this.passwords.setPassword(caller, body.newPassword, body.currentPassword);
    return ok({ message: 'Your password is set.' });
  }

  @Delete('users/me/password')
  @Endpoint({
    summary: 'Remove my password',
    description: 'I then sign in by code only. My other sessions end, and the account is told by SMS and mail.',
    fresh: true,
    answer: MessageEnvelope,
    limit: AuthLimits.SET_PASSWORD,
  })
  async removeMyPassword(@CurrentUser() caller: Caller): Promise<Envelope<{ message: string }>> {
    await this.passwords.removePassword(caller);
    return ok({ message: 'Your password is removed.' });
  }
}
