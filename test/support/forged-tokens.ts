import { type KeyObject, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import type { TestApp } from './start-app.js';

export type Claims = Record<string, unknown>;

/** What a token of ours says. */
export function readClaims(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** Signs claims with the server's own key, exactly as they are. */
export function signAsServer({ app }: TestApp, claims: Claims, algorithm: 'HS256' | 'HS512' = 'HS256'): string {
  const { options } = app.get<JwtService, { options: { secret: KeyObject } }>(JwtService, { strict: false });
  return signedWith(options.secret, claims, algorithm);
}

/** A token without a signature. */
export function unsigned(claims: Claims, algorithm: string): string {
  return `${header(algorithm)}.${encode(claims)}.`;
}

/** A token signed with any key. */
export function signedWith(key: KeyObject | string, claims: Claims, algorithm: 'HS256' | 'HS512' = 'HS256'): string {
  const content = `${header(algorithm)}.${encode(claims)}`;
  return `${content}.${createHmac(algorithm.replace('HS', 'sha'), key).update(content).digest('base64url')}`;
}

/** A token signed with a private key of its own, whose public key a careless server might take for a secret. */
export function signedWithRsa(claims: Claims): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = `${header('RS256')}.${encode(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** The token with other claims and the signature that it had. */
export function tamperedWith(token: string, changes: Claims): string {
  const [head, , signature] = token.split('.');
  return `${head}.${encode({ ...readClaims(token), ...changes })}.${signature}`;
}

const header = (algorithm: string): string => encode({ alg: algorithm, typ: 'JWT' });

function encode(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
