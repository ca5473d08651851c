import { ApiProperty } from '@nestjs/swagger';
import type { Settings } from '@app/config';
import {
  EXAMPLE_ID,
  Email,
  Flag,
  IdProperty,
  IntegerProperty,
  MomentProperty,
  OneTimeCode,
  PasswordText,
  Pattern,
  Phone,
  SuccessProperty,
  Text,
  TextProperty,
} from '@app/http';
import { UserResponse, toUserResponse } from '@app/users';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { SignIn } from './auth.service.js';
import { GivenPassword } from './given-password.js';
import { MAX_USER_AGENT_LENGTH, type Session } from './session.entity.js';

/** What the settings allow at the most. */
const MAX_CODE_SECONDS = 3600;
const EXAMPLE_REFRESH_TOKEN = 'tQ3v2bJmX0kq8v1c0rD4nS7yZ5eW9aFhUuLgPiOoKxM';

function AppHash(): PropertyDecorator {
  return Pattern({
    pattern: /^[A-Za-z\d+/]{11}$/,
    problem: 'must be the 11 characters of the app’s SMS Retriever hash',
    optional: true,
    description: 'Lets an Android app read the message by itself.',
    example: 'FA+9qCX9VSu',
  });
}

export class RequestCode {
  @Phone({ optional: true, description: 'Where the code goes, in any usual spelling.', example: '9876543210' })
  phone?: string;

  @Email({
    optional: true,
    description: 'Alone: mails the code to the account with this verified address. Beside a phone it is ignored.',
  })
  email?: string;

  @AppHash()
  appHash?: string;
}

export class VerifyCode {
  @Phone({ optional: true, description: 'The phone that the code was sent to.', example: '9876543210' })
  phone?: string;

  @OneTimeCode({ description: 'The six digits, as a string.' })
  otp!: string;

  @Text({
    min: 1,
    max: 100,
    isShown: false,
    description: 'What the request for the code answered.',
    example: EXAMPLE_ID,
  })
  sessionId!: string;

  @Email({ optional: true, description: 'Fills an empty address; alone, the address that the code was sent to.' })
  email?: string;
}

export class ChangePhone {
  @Phone({ description: 'The new number, in any usual spelling; a code is sent to it.', example: '9876543211' })
  phone!: string;

  @AppHash()
  appHash?: string;
}

export class VerifyPhone {
  @OneTimeCode({ description: 'The six digits sent to the new number, as a string.' })
  otp!: string;

  @Text({
    min: 1,
    max: 100,
    isShown: false,
    description: 'What the request for the code answered.',
    example: EXAMPLE_ID,
  })
  sessionId!: string;
}

export class RefreshTokens {
  @Text({
    min: 1,
    max: 200,
    isShown: false,
    description: 'The one that was answered last.',
    example: EXAMPLE_REFRESH_TOKEN,
  })
  refreshToken!: string;
}

export class Logout {
  @Flag({ optional: true, description: 'Ends every session of the account, not only this one.' })
  everywhere?: boolean;
}

export class PasswordLogin {
  @Phone({ optional: true, description: 'Of the account; this or its e-mail address.', example: '9876543210' })
  phone?: string;

  @Email({ optional: true, description: 'Of the account; not looked at beside a phone.' })
  email?: string;

  @GivenPassword({ description: 'The password of the account.', example: 'correct horse battery' })
  password!: string;
}

/** A code or a password. */
export class Reauthenticate {
  @OneTimeCode({ optional: true, description: 'A code that was sent to my own phone or confirmed e-mail address.' })
  otp?: string;

  @Text({
    min: 1,
    max: 100,
    isShown: false,
    optional: true,
    description: 'Needed with `otp`: what the request for the code answered.',
    example: EXAMPLE_ID,
  })
  sessionId?: string;

  @GivenPassword({ optional: true, description: 'Instead of a code; ignored beside one.', example: 'correct horse' })
  password?: string;
}

export class SetPassword {
  @PasswordText({ description: 'Replaces the password; other sessions end.' })
  newPassword!: string;

  @GivenPassword({
    optional: true,
    description: 'Replaces an older password without a fresh code.',
    example: 'correct horse',
  })
  currentPassword?: string;
}

export class CodeSentEnvelope {
  @SuccessProperty()
  success!: true;

  @TextProperty({ max: 200, description: 'What has been done, as a sentence.', example: 'A code is on its way.' })
  message!: string;

  @IdProperty({ description: 'Goes back with the code.' })
  sessionId!: string;

  @IntegerProperty({ max: MAX_CODE_SECONDS, description: 'Seconds until the code expires.', example: 300 })
  expiresIn!: number;

  @IntegerProperty({ max: MAX_CODE_SECONDS, description: 'Seconds until another code may be asked for.', example: 30 })
  resendAfter!: number;
}

export class TokensEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({
    pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$',
    description: 'The access token, a JWT.',
    example: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkzOGE1ZSJ9.c2lnbmF0dXJl',
  })
  token!: string;

  @TextProperty({
    max: 200,
    description: 'Good for one exchange, within seven days.',
    example: EXAMPLE_REFRESH_TOKEN,
  })
  refreshToken!: string;

  @IntegerProperty({
    max: ACCESS_TOKEN_SECONDS,
    description: 'Seconds until the access token expires.',
    example: ACCESS_TOKEN_SECONDS,
  })
  expiresIn!: number;
}

export class SignInEnvelope extends TokensEnvelope {
  @ApiProperty({ type: UserResponse })
  user!: UserResponse;

  @ApiProperty({ description: 'The account was made by this sign-in.' })
  isNewUser!: boolean;
}

export class SessionResponse {
  @IdProperty({ description: 'The session.' })
  id!: string;

  @MomentProperty({ description: 'When it signed in.' })
  createdAt!: string;

  @MomentProperty({ description: 'When it last exchanged its refresh token.' })
  lastUsedAt!: string;

  @TextProperty({
    max: MAX_USER_AGENT_LENGTH,
    nullable: true,
    description: 'What signed in, as it called itself.',
    example: 'CarQR/1.4 (Android 15)',
  })
  userAgent!: string | null;

  @ApiProperty({ description: 'It is the session of this very request.' })
  current!: boolean;
}

export class SessionsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [SessionResponse], description: 'All of the account, the one used last first.' })
  sessions!: SessionResponse[];
}

export function toCodeSent(
  sessionId: string,
  { ttlSeconds, resendSeconds }: Settings['otp'],
): Omit<CodeSentEnvelope, 'success'> {
  return { message: 'A code is on its way.', sessionId, expiresIn: ttlSeconds, resendAfter: resendSeconds };
}

export function toSessionResponse(session: Session, currentSessionId: string | null): SessionResponse {
  return {
    id: session.id,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    userAgent: session.userAgent,
    current: session.id === currentSessionId,
  };
}

export function toSignInResponse(signIn: SignIn, moment: Date): Omit<SignInEnvelope, 'success'> {
  const { user, token, refreshToken, expiresIn, isNewUser } = signIn;
  return { user: toUserResponse(user, moment), token, refreshToken, expiresIn, isNewUser };
}
