import { type CustomDecorator, type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * How a route treats its caller; a route that says nothing is closed to whoever is not signed in, and one for admins to
 * whoever is no admin.
 */
export type Access = 'public' | 'optional' | 'admin';

export const ACCESS = 'carqr:access';

export const FRESH = 'carqr:fresh';

/** Only a session in which a code was given a short time ago may call the route. */
export const FreshOnly = (): CustomDecorator => SetMetadata(FRESH, true);

/** The request as the guard leaves it: with its caller, where there is one. */
export type RequestWithCaller<Caller> = FastifyRequest & { user?: Caller };

/** Anyone may call the route; a token is not looked at. */
export const Public = (): CustomDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/** Anyone may call the route; a token that is given must be good. */
export const OptionalAuth = (): CustomDecorator => SetMetadata(ACCESS, 'optional' satisfies Access);

/** Only admins may call the route, in a session that was given a code and the password. */
export const AdminOnly = (): CustomDecorator => SetMetadata(ACCESS, 'admin' satisfies Access);

/** The signed-in caller of the route; undefined on a route with optional sign-in that nobody signed in to. */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): unknown =>
    context.switchToHttp().getRequest<RequestWithCaller<unknown>>().user,
);
