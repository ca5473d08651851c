import { type CustomDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerStorage } from '@nestjs/throttler';
import { rateLimited } from './app-error.js';
import { networkOf } from './client-network.js';
import { RequestLimits, type RequestLimit } from './request-limits.js';

const IP_LIMIT = 'carqr:ip-limit';

/** Limits the requests of one address to a route; routes with the same limit share its count. */
export const IpLimit = (limit: RequestLimit): CustomDecorator => SetMetadata(IP_LIMIT, limit);

/** Applies `@IpLimit()`. IPv6 addresses count by their /64 network, since one customer gets a whole one. */
@Injectable()
export class IpLimitGuard extends ThrottlerGuard {
  /** A route has at most one limit; skipping the throttler's collection of limits halves the cost of the guard. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const limit = readIpLimit(context);
    if (!limit) return true;
    const throttler = { limit: limit.max, ttl: limit.windowSeconds * 1000 };
    return this.handleRequest({
      ...throttler,
      context,
      throttler,
      blockDuration: throttler.ttl,
      getTracker: (request) => Promise.resolve(networkOf(String(request.ip))),
      generateKey: (_context, address) => `${limit.name}:${address}`,
    });
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    { timeToBlockExpire }: { timeToBlockExpire: number },
  ): Promise<void> {
    throw rateLimited(timeToBlockExpire, readIpLimit(context)?.name ?? 'address');
  }
}

/** The limit of the current route. */
export function readIpLimit(context: ExecutionContext): RequestLimit | undefined {
  return Reflect.getMetadata(IP_LIMIT, context.getHandler()) as RequestLimit | undefined;
}

/** Makes the throttler use the shared rate limiter. */
@Injectable()
export class ThrottlerCounts implements ThrottlerStorage {
  constructor(private readonly limits: RequestLimits) {}

  async increment(key: string, ttlMs: number, limit: number): ReturnType<ThrottlerStorage['increment']> {
    const outcome = await this.limits.count(`ip:${key}`, [{ name: 'ip', max: limit, windowSeconds: ttlMs / 1000 }]);
    if (outcome.isAllowed) {
      const timeToExpire = outcome.resetSeconds;
      return { totalHits: limit - outcome.remaining, timeToExpire, isBlocked: false, timeToBlockExpire: 0 };
    }
    const seconds = outcome.retryAfterSeconds;
    return { totalHits: limit + 1, timeToExpire: seconds, isBlocked: true, timeToBlockExpire: seconds };
  }
}
