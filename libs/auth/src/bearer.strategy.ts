import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Strategy, type StrategyOptionsWithoutRequest, type VerifiedCallback } from 'passport-jwt';
import { Clock } from '@app/clock';
import type { Caller } from '@app/users';
import { type AccessTokenClaims, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from './access-tokens.js';
import { CallersRepository } from './callers.repository.js';
import { Keys } from './keys.js';
import { findSigningKey } from './signing-key.js';

/** One scheme and one token, as RFC 6750 writes them, and nothing else. */
const BEARER = /^bearer +([\w.~+/=-]+)$/i;

/** Accepts an access token of ours whose session lives. */
@Injectable()
export class BearerStrategy extends Strategy {
  constructor(
    keys: Keys,
    private readonly callers: CallersRepository,
    private readonly clock: Clock,
  ) {
    const options: StrategyOptionsWithoutRequest = {
      jwtFromRequest: ({ headers }: FastifyRequest) => BEARER.exec(headers.authorization ?? '')?.[1] ?? null,
      // The key goes straight to jsonwebtoken, which is forty times faster with a KeyObject than with its bytes.
      secretOrKeyProvider: (_request: FastifyRequest, token: string, done: (error: null, key: Buffer) => void) =>
        done(null, findSigningKey(token, keys.accessToken) as unknown as Buffer),
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      // Expiry is checked below, by our own clock; a token without one is refused there too.
      ignoreExpiration: true,
    };
    super(options, (claims: Partial<AccessTokenClaims>, done: VerifiedCallback) => {
      this.findCaller(claims).then(
        (caller) => done(null, caller ?? false),
        (error: unknown) => done(error, false),
      );
    });
  }

  private async findCaller({ sub, sid, exp }: Partial<AccessTokenClaims>): Promise<Caller | null> {
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return null;
    if (exp * 1000 <= this.clock.nowMs()) return null;
    return this.callers.findCaller(sub, sid);
  }
}
