import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonalData, UsersModule } from '@app/users';
import { AccessTokens } from './access-tokens.js';
import { AccountLockController } from './account-lock.controller.js';
import { AccountLock } from './account-lock.service.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { AuthController } from './auth.controller.js';
import { toSessionResponse } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { BearerGuard } from './bearer.guard.js';
import { BearerStrategy } from './bearer.strategy.js';
import { CallersRepository } from './callers.repository.js';
import { CodeAccountsRepository } from './code-accounts.repository.js';
import { CodeRequests } from './code-requests.service.js';
import { CodesModule } from './codes.module.js';
import { Keys } from './keys.js';
import { KeysModule } from './keys.module.js';
import { PasswordHashes } from './password-hashes.js';
import { PasswordRules } from './password-rules.js';
import { PasswordTries } from './password-tries.js';
import { PhoneChanges } from './phone-changes.service.js';
import { PhoneController } from './phone.controller.js';
import { Password } from './password.entity.js';
import { PasswordsService } from './passwords.service.js';
import { Reauthentication } from './reauthentication.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';
import { RefreshTokensService } from './refresh-tokens.service.js';
import { SessionsService } from './sessions.service.js';
import { TakenAnswers } from './taken-answers.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Session, RefreshToken, Password]),
    KeysModule,
    CodesModule,
    JwtModule.registerAsync({
      imports: [KeysModule],
      inject: [Keys],
      useFactory: (keys: Keys) => ({ secret: keys.accessToken[0] }),
    }),
    UsersModule,
  ],
  controllers: [AuthController, PhoneController, AccountsController, AccountLockController],
  providers: [
    AuthService,
    CodeRequests,
    CodeAccountsRepository,
    TakenAnswers,
    AccountsService,
    AccountLock,
    RefreshTokensService,
    SessionsService,
    PasswordsService,
    PasswordHashes,
    PasswordRules,
    PasswordTries,
    Reauthentication,
    PhoneChanges,
    AccessTokens,
    CallersRepository,
    BearerStrategy,
    { provide: APP_GUARD, useClass: BearerGuard },
  ],
  exports: [SessionsService, AccountsService],
})
export class AuthModule implements OnModuleInit {
  constructor(
    private readonly sessions: SessionsService,
    private readonly personalData: PersonalData,
  ) {}

  onModuleInit(): void {
    this.personalData.register('sessions', async (userId) =>
      (await this.sessions.listSessions(userId)).map((session) => toSessionResponse(session, null)),
    );
  }
}
