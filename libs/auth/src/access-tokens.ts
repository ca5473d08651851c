import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '@app/clock';

export const ACCESS_TOKEN_SECONDS = 24 * 3600;
export const TOKEN_ALGORITHM = 'HS256';
export const TOKEN_ISSUER = 'carqr';
export const TOKEN_AUDIENCE = 'carqr-app';

/** What an access token says, by the names of RFC 7519; `sid` is the session. */
export interface AccessTokenClaims {
  sub: string;
  sid: string;
  iat: number;
  exp: number;
  iss: string;
  aud: string;
}

@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  /** @returns a signed token that is good for ACCESS_TOKEN_SECONDS, as long as its session lives */
  issue(userId: string, sessionId: string): string {
    const iat = Math.floor(this.clock.nowMs() / 1000);
    const claims: AccessTokenClaims = {
      sub: userId,
      sid: sessionId,
      iat,
      exp: iat + ACCESS_TOKEN_SECONDS,
      iss: TOKEN_ISSUER,
      aud: TOKEN_AUDIENCE,
    };
    return this.jwt.sign(claims, { algorithm: TOKEN_ALGORITHM });
  }
}
