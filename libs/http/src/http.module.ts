import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { IpLimitGuard, ThrottlerCounts, readIpLimit } from './ip-limit.guard.js';
import { Phones } from './phones.js';
import { RequestLimits } from './request-limits.js';

@Global()
@Module({ providers: [Phones, RequestLimits, ThrottlerCounts], exports: [Phones, RequestLimits, ThrottlerCounts] })
class RequestToolsModule {}

/** Shared by every route. Imported before any feature, so that rate limits run before authentication. */
@Module({
  imports: [
    RequestToolsModule,
    ThrottlerModule.forRootAsync({
      inject: [ThrottlerCounts],
      useFactory: (storage: ThrottlerCounts) => ({
        storage,
        setHeaders: false,
        throttlers: [
          {
            limit: (context) => readIpLimit(context)?.max ?? 0,
            ttl: (context) => (readIpLimit(context)?.windowSeconds ?? 0) * 1000,
          },
        ],
      }),
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: IpLimitGuard }],
})
export class HttpModule {}
