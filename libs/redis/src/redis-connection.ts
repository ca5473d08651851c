import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Cluster, type Redis, type RedisCommander } from 'ioredis';
import { ConfigurationError } from '@app/config';
import type { ScriptCommands } from './redis-scripts.js';

const START_TIMEOUT_SECONDS = 5;
const QUIT_TIMEOUT_MS = 500;
const HEARTBEAT_MS = 2000;
/** Replies that waiting does not change. */
const LOGIN_REFUSED = /\b(WRONGPASS|NOAUTH|NOPERM)\b|invalid password/;

/** Guards the life of one client: waits for it at the start, notices and reports its loss, ends it at the end. */
export class RedisConnection implements OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private client?: Redis | Cluster;
  private heartbeat?: NodeJS.Timeout;
  private isLost = false;
  private lastError?: Error;

  /**
   * The client's commands, ours included.
   *
   * @throws Error for which `isStoreUnavailable` is true while there is no server, so that nothing queues up for one
   */
  get commands(): RedisCommander & ScriptCommands {
    if (this.client?.status !== 'ready') throw new Error('Connection is closed: no Redis server is in reach.');
    if (!(this.client instanceof Cluster)) sendTogether(this.client.stream);
    // Both kinds of client have the commands of SCRIPTS, which their options define.
    return this.client as unknown as RedisCommander & ScriptCommands;
  }

  /** Takes charge of a client before it connects. Without a listener for its errors a lost server ends the process. */
  watch(client: Redis | Cluster): void {
    this.client = client;
    client.on('error', (error: Error) => (this.lastError = error));
    client.on('ready', () => this.report(false));
    client.on('close', () => this.report(true));
    this.heartbeat = setInterval(() => this.beat(client), HEARTBEAT_MS).unref();
  }

  /**
   * Waits until the server answers.
   *
   * @throws ConfigurationError when it does not within a few seconds, or refuses the login
   */
  async waitUntilReady(): Promise<void> {
    const deadlineMs = performance.now() + START_TIMEOUT_SECONDS * 1000;
    while (this.client?.status !== 'ready') {
      const reason = reasonOf(this.lastError);
      if (LOGIN_REFUSED.test(reason)) await this.giveUp(`names a Redis server that refuses the login (${reason}).`);
      if (performance.now() > deadlineMs) {
        await this.giveUp(
          `names a Redis server that is out of reach for ${START_TIMEOUT_SECONDS} seconds (${reason}).`,
        );
      }
      await delay(20);
    }
  }

  /** Says goodbye to the server, and hangs up when it does not answer. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.heartbeat);
    const client = this.client;
    if (!client || hasEnded(client)) return;
    // The end of this connection is no loss to report.
    this.isLost = true;
    const goodbye = client.quit().catch(() => undefined);
    await Promise.race([goodbye, delay(QUIT_TIMEOUT_MS, undefined, { ref: false })]);
    if (!hasEnded(client)) client.disconnect();
  }

  private async giveUp(problem: string): Promise<never> {
    await this.onApplicationShutdown();
    // The error of the client is left out on purpose: it carries the arguments of its command, the password included.
    throw new ConfigurationError('REDIS_URL', problem);
  }

  /** A server may be lost for hours and is tried about every second, so that only the changes are worth a line. */
  private report(isLost: boolean): void {
    if (isLost === this.isLost) return;
    this.isLost = isLost;
    if (isLost) this.logger.warn(`The connection to Redis is lost (${reasonOf(this.lastError)}); trying again.`);
    else this.logger.log('Redis answers again.');
  }

  /**
   * Hangs up on a connection that has fallen silent. A server that vanished without a word (a pulled plug, a dropped
   * route) leaves a connection that looks whole for a quarter of an hour, while a new one may reach its successor.
   */
  private beat(client: Redis | Cluster): void {
    const nodes = client instanceof Cluster ? client.nodes() : [client];
    for (const node of nodes.filter(({ status }) => status === 'ready')) {
      node.ping().catch(() => {
        if (node.status === 'ready') node.disconnect(true);
      });
    }
  }
}

/**
 * Holds back what is written in this turn of the event loop until its end. Commands of requests that came together then
 * go out in one call to the system, which costs more than all else about a command; each still has an answer of its own.
 */
function sendTogether(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

function hasEnded(client: Redis | Cluster): boolean {
  return client.status === 'end';
}

/** Why a client has no server. Of a cluster the last node tells it. */
function reasonOf(error: (Error & { lastNodeError?: Error }) | undefined): string {
  return error?.lastNodeError?.message ?? error?.message ?? 'it does not answer';
}
