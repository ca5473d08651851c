import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfigurationError, Settings } from '@app/config';
import { checkDatabase } from '@app/database';
import { Metrics } from '@app/observability';
import { KeyValueStore } from '@app/redis';

const CHECK_TIMEOUT_MS = 1000;

/** Serves the worker's health checks and metrics, at the same paths as the API. */
@Injectable()
export class WorkerServer implements OnModuleDestroy {
  private readonly server = createServer((request, response) => {
    this.respond(request, response).catch(() => response.writeHead(503).end());
  });
  private isDraining = false;

  constructor(
    private readonly settings: Settings,
    private readonly dataSource: DataSource,
    private readonly store: KeyValueStore,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @returns the port
   * @throws ConfigurationError when the port cannot be used
   */
  async listen(): Promise<number> {
    const { workerPort, http } = this.settings;
    this.server.listen(workerPort, http.host);
    try {
      await once(this.server, 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new ConfigurationError('WORKER_PORT', `names port ${workerPort}, which cannot be used (${code}).`);
    }
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : workerPort;
  }

  /** Reports not ready from now on, and closes after the last response. */
  onModuleDestroy(): void {
    this.isDraining = true;
    this.server.close();
    this.server.closeIdleConnections();
  }

  private async respond({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = method === 'GET' || method === 'HEAD' ? url.replace(/\?.*/s, '') : '';
    if (path === '/health/live') {
      send(response, 200, 'ok');
    } else if (path === '/health/ready') {
      const isReady = await this.isReady();
      send(response, isReady ? 200 : 503, isReady ? 'ok' : 'not ready');
    } else if (path === '/metrics') {
      const { contentType, text } = await this.metrics.render();
      send(response, 200, text, contentType);
    } else {
      send(response, 404, 'not found');
    }
  }

  private async isReady(): Promise<boolean> {
    if (this.isDraining) return false;
    const checks = await Promise.allSettled([checkDatabase(this.dataSource, CHECK_TIMEOUT_MS), this.store.ping()]);
    return checks.every(({ status }) => status === 'fulfilled');
  }
}

function send(response: ServerResponse, status: number, text: string, contentType = 'text/plain'): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}
