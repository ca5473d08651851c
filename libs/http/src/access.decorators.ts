import { type CustomDecorator, type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * Who may call a route. Without a decorator a route requires sign-in; an admin route requires an admin.
 */
export type Access = 'public' | 'optional' | 'admin';

export const ACCESS = 'carqr:access';

export const FRESH = 'carqr:fresh';

/** Requires a session in which a one-time code was entered recently. */
export const FreshOnly = (): CustomDecorator => SetMetadata(FRESH, true);

/** The request after the guard, with its caller if there is one. */
export type RequestWithCaller<Caller> = FastifyRequest & { user?: Caller };

/** Anyone may call the route; a token is ignored. */
export const Public = (): CustomDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/** Anyone may call the route; a token, if sent, must be valid. */
export const OptionalAuth = (): CustomDecorator => SetMetadata(ACCESS, 'optional' satisfies Access);

/** Only admins may call the route, in a session with both a one-time code and the password. */
export const AdminOnly = (): CustomDecorator => SetMetadata(ACCESS, 'admin' satisfies Access);

/** The signed-in caller; undefined on a route with optional sign-in that was called without a token. */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): unknown =>
    context.switchToHttp().getRequest<RequestWithCaller<unknown>>().user,
);
