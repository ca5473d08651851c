import { availableParallelism } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { MEDIA_TYPES, type RenderedSticker, type StickerSpec } from './sticker.js';
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
}

/** Draws stickers in threads of their own, so that no request waits for a drawing but the one that asked for it. */
@Injectable()
export class StickerRenderer implements OnApplicationShutdown {
  private pool?: Piscina<StickerSpec, RenderOutcome>;
  /** Those that run and those that wait. */
  private taskCount = 0;

  constructor(private readonly limits: RendererLimits) {}

  /**
   * Renders a sticker and reads it back.
   *
   * @throws RendererBusyError when as many renders wait as may wait, or when this one took far too long
   * @throws UnprintableTextError when no font of ours covers the label
   * @throws PrintCheckError when the rendered file does not read back exactly as `value`
   */
  async render(spec: StickerSpec): Promise<RenderedSticker> {
    const outcome = await this.runTask(spec);
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

  private async runTask(spec: StickerSpec): Promise<RenderOutcome> {
    const { threads, maxQueue } = this.limits;
    if (this.taskCount >= threads + maxQueue) throw new RendererBusyError(RETRY_AFTER_SECONDS);
    this.taskCount++;
    // A thread that is still at it after that long hangs: it is ended, and another takes its place.
    const signal = AbortSignal.timeout(TASK_TIMEOUT_MS);
    try {
      return await this.getPool().run(spec, { signal });
    } catch (error) {
      throw signal.aborted ? new RendererBusyError(RETRY_AFTER_SECONDS) : error;
    } finally {
      this.taskCount--;
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
