import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { WakeUps } from './wake-ups.js';

/** What comes above that is left to the next sweep, so that a burst of scans does not become one of connections. */
const MAX_UNDER_WAY = 10;

/** Within this process, for the embedded server. Without a listener here, the worker finds what waits by itself. */
@Injectable()
export class MemoryWakeUps extends WakeUps {
  private readonly underWay = new Set<Promise<void>>();
  private deliver?: (id: string) => Promise<void>;

  wake(id: string): void {
    if (!this.deliver || this.underWay.size >= MAX_UNDER_WAY) return;
    const delivery = this.deliver(id).finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
  }

  listen(deliver: (id: string) => Promise<void>): void {
    // In the context of the listener: a delivery is no part of the request that wakes it.
    this.deliver = AsyncResource.bind(deliver);
  }

  async stop(): Promise<void> {
    this.deliver = undefined;
    await Promise.all(this.underWay);
  }
}
