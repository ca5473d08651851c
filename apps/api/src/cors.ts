import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

type CorsOptions = NonNullable<Parameters<NestFastifyApplication['enableCors']>[0]>;

const ALLOWED: CorsOptions = {
  origin: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: ['Retry-After', 'X-Request-Id', 'Content-Disposition', 'ETag'],
  maxAge: 600,
  optionsSuccessStatus: 200,
};
const REJECTED: CorsOptions = { origin: false };

/** Allows the configured origins. Others get no CORS headers, and an OPTIONS request that is no preflight gets 404. */
export function corsOptions(origins: readonly string[]): CorsOptions {
  const patterns = origins.map(toPattern);
  const isAllowed = (request: FastifyRequest): boolean => {
    const { origin, 'access-control-request-method': plannedMethod } = request.headers;
    const isPreflightOrCall = request.method !== 'OPTIONS' || plannedMethod !== undefined;
    return isPreflightOrCall && origin !== undefined && patterns.some((pattern) => pattern.test(origin));
  };
  return {
    // After the onRequest hooks, so that preflight responses get the request id and security headers too.
    hook: 'preParsing',
    delegator: (request, done) => done(null, isAllowed(request) ? ALLOWED : REJECTED),
  };
}

/** `http://localhost:*` stands for every port. */
function toPattern(origin: string): RegExp {
  const isAnyPort = origin.endsWith(':*');
  const host = (isAnyPort ? origin.slice(0, -':*'.length) : origin).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${host}${isAnyPort ? '(:\\d+)?' : ''}$`);
}
