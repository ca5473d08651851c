import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { CommonErrors, CurrentUser, describeLimit, Endpoint, type Envelope, ok } from '@app/http';
import { type Caller, UserEnvelope, UserErrors, type UserResponse, toUserResponse } from '@app/users';
import { ChangePhone, CodeSentEnvelope, toCodeSent, VerifyPhone } from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import { AuthLimits, OTP_REQUESTS_PER_DAY, OTP_REQUESTS_PER_HOUR } from './auth.limits.js';
import { PhoneChanges } from './phone-changes.service.js';

const { INVALID_PHONE, VALIDATION_FAILED } = CommonErrors;

@ApiTags('Users')
@Controller('users/me/phone')
export class PhoneController {
  constructor(
    private readonly phoneChanges: PhoneChanges,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Send a code to my new phone number',
    description:
      'The first step of changing the phone. Without the old phone, sign in with a code mailed to the confirmed e-mail ' +
      'address first. The answer is the same whether or not the number has an account. ' +
      `${describeLimit(OTP_REQUESTS_PER_HOUR, 'a phone, and for an account')} ` +
      describeLimit(OTP_REQUESTS_PER_DAY, 'a phone, and for an account'),
    fresh: true,
    answer: CodeSentEnvelope,
    limit: AuthLimits.REQUEST_CODE,
    errors: [INVALID_PHONE, VALIDATION_FAILED],
  })
  async requestPhoneCode(
    @CurrentUser() caller: Caller,
    @Body() body: ChangePhone,
  ): Promise<Envelope<Omit<CodeSentEnvelope, 'success'>>> {
    return ok(toCodeSent(await this.phoneChanges.requestCode(caller, body), this.settings.otp));
  }

  @Post('verify')
  @Endpoint({
    summary: 'Change my phone',
    description:
      'The second step, in the same session, with the code sent to the new number. The old and the new number and the ' +
      'confirmed e-mail address are told, and my other sessions end. After PHONE_TAKEN the code is used up.',
    answer: UserEnvelope,
    limit: AuthLimits.VERIFY_CODE,
    errors: [VALIDATION_FAILED, AuthErrors.INVALID_OTP, UserErrors.PHONE_TAKEN],
  })
  async verifyPhone(
    @CurrentUser() caller: Caller,
    @Body() body: VerifyPhone,
  ): Promise<Envelope<{ user: UserResponse }>> {
    return ok({ user: toUserResponse(await this.phoneChanges.confirm(caller, body), this.clock.now()) });
  }
}
