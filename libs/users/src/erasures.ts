import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { afterCommit } from '@app/database';

/** What a feature keeps of an owner outside the tables that the foreign keys empty. */
export interface Eraser {
  /** Writes down what must go, inside the transaction that deletes the owner's car or account, before the rows go. */
  note(manager: EntityManager, userId: string): Promise<void>;
  /** Removes what is written down, once that is committed. What it leaves behind is removed by housekeeping. */
  remove(): Promise<void>;
}

/** Where every feature signs up for erasing what deleting rows does not erase. */
@Injectable()
export class Erasures {
  private readonly logger = new Logger(Erasures.name);
  private readonly erasers: Eraser[] = [];

  register(eraser: Eraser): void {
    this.erasers.push(eraser);
  }

  /**
   * To be called before the rows are deleted, in the same transaction. What is noted is removed after the commit; nobody
   * waits for that, and if it fails, housekeeping does it later.
   */
  async note(manager: EntityManager, userId: string): Promise<void> {
    for (const eraser of this.erasers) await eraser.note(manager, userId);
    afterCommit(manager, () => this.removeNoted());
  }

  private removeNoted(): void {
    for (const eraser of this.erasers) {
      eraser.remove().catch((error: unknown) => this.logger.warn('Something is left to be erased later.', error));
    }
  }
}
