import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Settings } from '@app/config';
import { type RedisClient, connectRedis } from '@app/redis';
import { WakeUps } from './wake-ups.js';

const QUEUE = 'notifications';
/** The braces keep the queue's keys on one node of a cluster. */
const PREFIX = '{carqr}';
const CONCURRENCY = 10;
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

  async stop(): Promise<void> {
    await this.worker?.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
    for (const client of this.clients) client.disconnect();
  }

  private connect(manner: Parameters<typeof connectRedis>[1]): RedisClient {
    const { redis } = this.settings;
    if (redis.kind === 'memory') throw new Error('There is no Redis to queue in.');
    const client = connectRedis(redis, manner);
    client.on('error', (error) => this.report(error));
    this.clients.push(client);
    return client;
  }

  /** The store's own connection tells of a lost server in the log, and a lost wake-up loses nothing. */
  private report(error: unknown): void {
    this.logger.debug(`The queue is out of reach: ${error instanceof Error ? error.message : String(error)}`);
  }
}
