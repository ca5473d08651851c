import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access, AppError, CommonErrors } from '@app/http';
import { BearerStrategy } from './bearer.strategy.js';

/** Stands before every route: nobody passes without a good token unless the route itself says otherwise. */
@Injectable()
export class BearerGuard extends AuthGuard() {
  constructor(
    strategy: BearerStrategy,
    private readonly reflector: Reflector,
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
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (access === 'public' || (access === 'optional' && authorization === undefined)) return true;
    return (await super.canActivate(context)) as boolean;
  }

  override handleRequest<Caller>(error: unknown, caller: Caller | false): Caller {
    if (error) throw error as Error;
    if (!caller) throw new AppError(CommonErrors.UNAUTHORIZED);
    return caller;
  }
}
