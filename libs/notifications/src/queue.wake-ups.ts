import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Settings } from '@app/config';
import { type RedisClient, connectRedis } from '@app/redis';
import { WakeUps } from './wake-ups.js';

const QUEUE = 'notifications';
/** The braces keep the queue's keys on one node of a cluster. */
const PREFIX = '{carqr}';
const CONCURRENCY = 10;
/** How long the end waits for a server that may be lost. */
const GOODBYE_MS = 1000;
/** A job's only content is its id, and the rows know better: nothing of it is kept. */
const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/** Through BullMQ, from the API to any worker. */
@Injectable()
export class QueueWakeUps extends WakeUps implements OnApplicationShutdown {
  private readonly logger = new Logger('Queue');
  private readonly clients: RedisClient[] = [];
  private readonly queue: Queue;
  private worker?: Worker;

  constructor(private readonly settings: Settings) {
    super();
    this.queue = new Queue(QUEUE, { connection: this.connect('impatient'), prefix: PREFIX, skipMetasUpdate: true });
    this.queue.on('error', (error) => this.report(error));
  }

  wake(id: string): void {
    this.queue.add('deliver', null, { ...JOB_OPTIONS, jobId: id }).catch((error: unknown) => this.report(error));
  }

  listen(deliver: (id: string) => Promise<void>): void {
    this.worker = new Worker(QUEUE, ({ id = '' }) => deliver(id), {
      connection: this.connect('patient'),
      prefix: PREFIX,
      concurrency: CONCURRENCY,
    });
    this.worker.on('error', (error) => this.report(error));
  }

  /** A worker that has lost Redis would wait for it; what is under way is waited for by whoever delivers it. */
  async stop(): Promise<void> {
    const isLost = this.clients.some(({ status }) => status !== 'ready');
    await Promise.race([this.worker?.close(isLost), delay(GOODBYE_MS, undefined, { ref: false })]);
  }

  async onApplicationShutdown(): Promise<void> {
    const goodbye = Promise.all([this.queue.close(), this.worker?.close()]).catch((error: unknown) =>
      this.report(error),
    );
    await Promise.race([goodbye, delay(GOODBYE_MS, undefined, { ref: false })]);
    for (const client of this.clients) client.disconnect();
  }

  private connect(manner: Parameters<typeof connectRedis>[1]): RedisClient {
    const { redis } = this.settings;
    if (redis.kind === 'memory') throw new Error('There is no Redis to queue in.');
    const client = connectRedis(redis, manner);
    client.on('error', (error) => this.report(error));
    return this.own(client);
  }

  /** BullMQ waits for jobs on a copy of a connection, which has to end with it. */
  private own(client: RedisClient): RedisClient {
    this.clients.push(client);
    const duplicate = client.duplicate.bind(client) as (...options: unknown[]) => RedisClient;
    return Object.assign(client, { duplicate: (...options: unknown[]) => this.own(duplicate(...options)) });
  }

  /** The store's own connection tells of a lost server in the log, and a lost wake-up loses nothing. */
  private report(error: unknown): void {
    this.logger.debug(`The queue is out of reach: ${error instanceof Error ? error.message : String(error)}`);
  }
}
