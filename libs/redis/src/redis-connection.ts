import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Cluster, type Redis, type RedisCommander } from 'ioredis';
import { ConfigurationError } from '@app/config';
import type { ScriptCommands } from './redis-scripts.js';

const START_TIMEOUT_SECONDS = 5;
const QUIT_TIMEOUT_MS = 500;
const HEARTBEAT_MS = 2000;
/** Replies for which waiting does not help. */
const LOGIN_REFUSED = /\b(WRONGPASS|NOAUTH|NOPERM)\b|invalid password/;

/** Manages one client: waits for it at the start, logs lost and restored connections, closes it at the end. */
export class RedisConnection implements OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private client?: Redis | Cluster;
  private heartbeat?: NodeJS.Timeout;
  private isLost = false;
  private lastError?: Error;

  /**
   * The client's commands, including those of SCRIPTS.
   *
   * @throws Error for which `isStoreUnavailable` is true while there is no server, so that commands fail fast
   */
  get commands(): RedisCommander & ScriptCommands {
    if (this.client?.status !== 'ready') throw new Error('Connection is closed: no Redis server is in reach.');
    if (!(this.client instanceof Cluster)) sendTogether(this.client.stream);
    // The options of both kinds of client define the commands of SCRIPTS.
    return this.client as unknown as RedisCommander & ScriptCommands;
  }

  /** Call before the client connects: without an error listener a lost server ends the process. */
  watch(client: Redis | Cluster): void {
    this.client = client;
    client.on('error', (error: Error) => (this.lastError = error));
    client.on('ready', () => this.report(false));
    client.on('close', () => this.report(true));
    this.heartbeat = setInterval(() => this.beat(client), HEARTBEAT_MS).unref();
  }

  /**
   * Waits until the server responds.
   *
   * @throws ConfigurationError when it does not within a few seconds, or rejects the login
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

  /** Quits, and disconnects when the server does not respond. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.heartbeat);
    const client = this.client;
    if (!client || hasEnded(client)) return;
    // Do not log the intended end as a lost connection.
    this.isLost = true;
    const goodbye = client.quit().catch(() => undefined);
    await Promise.race([goodbye, delay(QUIT_TIMEOUT_MS, undefined, { ref: false })]);
    if (!hasEnded(client)) client.disconnect();
  }

  private async giveUp(problem: string): Promise<never> {
    await this.onApplicationShutdown();
    // Leave out the client's error on purpose: it contains the command's arguments, including the password.
    throw new ConfigurationError('REDIS_URL', problem);
  }

  /** Log changes only: reconnects are tried about every second, possibly for hours. */
  private report(isLost: boolean): void {
    if (isLost === this.isLost) return;
    this.isLost = isLost;
    if (isLost) this.logger.warn(`The connection to Redis is lost (${reasonOf(this.lastError)}); trying again.`);
    else this.logger.log('Redis answers again.');
  }

  /**
   * Closes a silent connection. A server that vanished without closing it (a pulled plug, a dropped route) leaves a
   * connection that looks open for a quarter of an hour, while a new one may reach its successor.
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
 * Buffers writes until the end of this event loop iteration, so that commands of concurrent requests share one system
 * call, which is the main cost of a command. Each command still gets its own reply.
 */
function sendTogether(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

function hasEnded(client: Redis | Cluster): boolean {
  return client.status === 'end';
}

/** Why a client has no server; for a cluster, the last node's error. */
function reasonOf(error: (Error & { lastNodeError?: Error }) | undefined): string {
  return error?.lastNodeError?.message ?? error?.message ?? 'it does not answer';
}
