import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock } from '@app/clock';
import { NestLogger, createLogger } from '@app/observability';
import { Relay } from '@app/notifications';
import { CodeMails } from '../../libs/auth/src/code-mails.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import type { TestApp } from './start-app.js';

/** Something that delivers what the outbox holds. */
export interface TestRelay {
  /** Delivers what is due, and resolves when it is. */
  deliver(): Promise<void>;
  stop(): Promise<void>;
}

async function deliverAll(relay: Relay): Promise<void> {
  await relay.deliverDue();
  // What a wake-up had begun before is somebody else's claim, and may still be under way.
  await relay.settle();
  // A notice can make others due: those that were held.
  await relay.deliverDue();
  await relay.settle();
}

/** Delivers what requests to an API that delivers by itself have caused, codes included. */
export async function deliverNotices(api: INestApplicationContext): Promise<void> {
  // Requests do not wait for the codes that they cause.
  await api.get(CodeMails, { strict: false }).settle();
  await deliverAll(api.get(Relay, { strict: false }));
}

/** The relay that lives inside an API: of the embedded server, and wherever mail is only previewed. */
export function relayOf({ app }: TestApp): TestRelay {
  return { deliver: () => deliverNotices(app), stop: () => Promise.resolve() };
}

/** A worker in this process, on the database, the store, the clock and the log of an API. */
export async function startWorker({ settings, clock, logs }: TestApp): Promise<TestRelay> {
  const logger = createLogger(settings, { write: (line) => void logs.push(line) });
  const testing = await Test.createTestingModule({ imports: [WorkerModule.forRoot(settings)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(new NestLogger(logger))
    .compile();
  const worker = await testing.init();
  const relay = worker.get(Relay, { strict: false });
  return {
    deliver: () => deliverAll(relay),
    stop: () => worker.close(),
  };
}
