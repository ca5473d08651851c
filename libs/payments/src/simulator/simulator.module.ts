import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { KeyValueStore } from '@app/redis';
import { DevRazorpayController } from './dev-razorpay.controller.js';
import { Simulator } from './simulator.js';

const WEBHOOK_PATH = '/api/v1/payments/razorpay/webhook';

/** Provides the simulator and its developer routes. Instances with the same store share its account. */
@Module({
  controllers: [DevRazorpayController],
  providers: [
    {
      provide: Simulator,
      useFactory: ({ razorpay }: Settings, store: KeyValueStore, clock: Clock, host: HttpAdapterHost) =>
        new Simulator({ ...razorpay, store, nowMs: () => clock.nowMs(), webhookUrl: () => webhookUrlOf(host) }),
      inject: [Settings, KeyValueStore, Clock, HttpAdapterHost],
    },
  ],
  exports: [Simulator],
})
export class SimulatorModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly simulator: Simulator) {}

  onModuleInit(): Promise<void> {
    return this.simulator.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.simulator.stop();
  }
}

/** The webhook URL of this process once it listens; null in the worker, which has no API. */
function webhookUrlOf({ httpAdapter }: { httpAdapter?: HttpAdapterHost['httpAdapter'] }): string | null {
  const server = httpAdapter?.getHttpServer() as Server | undefined;
  const address = server?.address();
  if (!address || typeof address === 'string') return null;
  return `http://${hostOf(address)}:${address.port}${WEBHOOK_PATH}`;
}

/** A server listening on all interfaces is reached on the loopback address. */
function hostOf({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return family === 'IPv6' ? `[${address}]` : address;
}
