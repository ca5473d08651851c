import { type CustomDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerStorage } from '@nestjs/throttler';
import { rateLimited } from './app-error.js';
import { networkOf } from './client-network.js';
import { RequestLimits, type RequestLimit } from './request-limits.js';

const IP_LIMIT = 'carqr:ip-limit';

/** Limits how often one address may call a route; routes that name the same limit share its count. */
export const IpLimit = (limit: RequestLimit): CustomDecorator => SetMetadata(IP_LIMIT, limit);

/** Applies `@IpLimit()`. Addresses of IPv6 count by their /64 network, since that is what one customer is given. */
@Injectable()
export class IpLimitGuard extends ThrottlerGuard {
  /** A route has one limit or none; not to gather what might apply to it halves the cost of the guard. */
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

/** The limit of the route that is being called. */
export function readIpLimit(context: ExecutionContext): RequestLimit | undefined {
  return Reflect.getMetadata(IP_LIMIT, context.getHandler()) as RequestLimit | undefined;
}

/** Lets the throttler count where every other limit is counted. */
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
