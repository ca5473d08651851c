import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Clock } from '@app/clock';
import { ACCESS, type Access, AppError, CommonErrors, FRESH, type RequestWithCaller } from '@app/http';
import { identifyCaller } from '@app/observability';
import { type Caller, requireAdminProofs, requireFresh } from '@app/users';
import { BearerStrategy } from './bearer.strategy.js';

/** Stands before every route: nobody passes without a good token unless the route itself says otherwise, and only admins where it wants one. */
@Injectable()
export class BearerGuard extends AuthGuard() {
  constructor(
    strategy: BearerStrategy,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {
    super({
      // Passport takes a strategy as well as its name. A name would be registered for the whole process, where a second
      // application would take it over. Passport then writes the callbacks of the request into what it is given: every
      // request needs a strategy of its own, or simultaneous callers are taken for each other.
      get defaultStrategy() {
        return Object.create(strategy) as string;
      },
      session: false,
    });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<RequestWithCaller<Caller>>();
    const { authorization } = request.headers;
    if (access === 'public' || (access === 'optional' && authorization === undefined)) return true;
    const isSignedIn = (await super.canActivate(context)) as boolean;
    if (request.user) identifyCaller({ accountId: request.user.user.id, sessionId: request.user.sessionId });
    if (access === 'admin') this.requireAdmin(request.user);
    if (request.user && this.reflector.get<boolean | undefined>(FRESH, context.getHandler())) {
      requireFresh(request.user, this.clock.now());
    }
    return isSignedIn;
  }

  private requireAdmin(caller: Caller | undefined): void {
    if (caller?.user.role !== 'admin') throw new AppError(CommonErrors.FORBIDDEN);
    requireAdminProofs(caller, this.clock.now());
  }

  override handleRequest<TCaller>(error: unknown, caller: TCaller | false): TCaller {
    if (error) throw error as Error;
    if (!caller) throw new AppError(CommonErrors.UNAUTHORIZED);
    return caller;
  }
}
