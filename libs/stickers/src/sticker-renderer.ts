import { availableParallelism } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { MEDIA_TYPES, STICKER_FORMATS, type RenderedSticker, type StickerSpec } from './sticker.js';
import { PrintCheckError, RendererBusyError, UnprintableTextError } from './sticker.errors.js';
import { type RenderOutcome } from './render-task.js';
import { workerProgram } from './worker-program.js';

/** What a render takes when threads are warm is far below this; clients that come back sooner would only be refused. */
const RETRY_AFTER_SECONDS = 2;
/** From the moment of the request, the time in the queue included. */
const TASK_TIMEOUT_MS = 60_000;

/** How much rendering goes on at a time. */
@Injectable()
export class RendererLimits {
  /** One core stays with the requests. */
  readonly threads: number = Math.min(4, Math.max(1, availableParallelism() - 1));
  /** Renders that wait for a thread; at some 30 ms each the last one still answers within seconds. */
  readonly maxQueue: number = 64;
  /** Renders of one requester, those that wait included: one in each format, and the queue is never one account's. */
  readonly maxPerRequester: number = STICKER_FORMATS.length;
}

/** Draws stickers in threads of their own, so that no request waits for a drawing but the one that asked for it. */
@Injectable()
export class StickerRenderer implements OnApplicationShutdown {
  private pool?: Piscina<StickerSpec, RenderOutcome>;
  /** Those that run and those that wait. */
  private taskCount = 0;
  /** How many of them each requester has; whoever has none is not in it. */
  private readonly taskCounts = new Map<string, number>();

  constructor(private readonly limits: RendererLimits) {}

  /**
   * Renders a sticker and reads it back.
   *
   * @param requester the account that shares the queue with others
   * @throws RendererBusyError when as many renders wait as may wait, in all or for the requester, or when this one took
   *   far too long
   * @throws UnprintableTextError when no font of ours covers the label
   * @throws PrintCheckError when the rendered file does not read back exactly as `value`
   */
  async render(spec: StickerSpec, requester: string): Promise<RenderedSticker> {
    const leave = this.enter(requester);
    const outcome = await this.runTask(spec).finally(leave);
    switch (outcome.kind) {
      case 'rendered':
        return {
          bytes: Buffer.from(outcome.bytes.buffer, outcome.bytes.byteOffset, outcome.bytes.byteLength),
          mediaType: MEDIA_TYPES[spec.format],
          extension: spec.format,
          printCheck: outcome.printCheck,
        };
      case 'unprintable':
        throw new UnprintableTextError(outcome.characters);
      case 'misread':
        throw new PrintCheckError(outcome.reason);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.close();
  }

  /** Takes a place among the tasks; what it returns gives the place back. */
  private enter(requester: string): () => void {
    const { threads, maxQueue, maxPerRequester } = this.limits;
    const own = this.taskCounts.get(requester) ?? 0;
    if (this.taskCount >= threads + maxQueue || own >= maxPerRequester) {
      throw new RendererBusyError(RETRY_AFTER_SECONDS);
    }
    this.taskCount++;
    this.taskCounts.set(requester, own + 1);
    return () => {
      this.taskCount--;
      const left = (this.taskCounts.get(requester) ?? 0) - 1;
      if (left > 0) this.taskCounts.set(requester, left);
      else this.taskCounts.delete(requester);
    };
  }

  private async runTask(spec: StickerSpec): Promise<RenderOutcome> {
    // A thread that is still at it after that long hangs: it is ended, and another takes its place.
    const signal = AbortSignal.timeout(TASK_TIMEOUT_MS);
    try {
      return await this.getPool().run(spec, { signal });
    } catch (error) {
      throw signal.aborted ? new RendererBusyError(RETRY_AFTER_SECONDS) : error;
    }
  }

  /** Threads start with the first render: most programs and tests that contain this never render. */
  private getPool(): Piscina<StickerSpec, RenderOutcome> {
    this.pool ??= openPool(this.limits.threads);
    return this.pool;
  }
}

function openPool(maxThreads: number): Piscina<StickerSpec, RenderOutcome> {
  const pool = new Piscina<StickerSpec, RenderOutcome>({
    ...workerProgram,
    minThreads: 1,
    maxThreads,
    // A warm thread has fonts and decoders in memory, which is most of the cost of the first render.
    idleTimeout: Infinity,
    maxQueue: Infinity,
  });
  const logger = new Logger(StickerRenderer.name);
  // A thread that dies is replaced, and whoever waited for it has been told. Unheard, this would end the process.
  pool.on('error', (error: Error) => logger.error(`A rendering thread died: ${error.message}`));
  return pool;
}
