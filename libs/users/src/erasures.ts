import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { afterCommit } from '@app/database';

/** What is deleted. An account is deleted with its car. */
export type Erased = 'car' | 'account';

/** What a feature keeps of an owner that deleting the rows does not remove. */
export interface Eraser {
  /**
   * Erases what is in the database, and writes down what else must go. Runs inside the transaction that deletes the car or
   * the account, before the rows go and with the owner's row locked.
   */
  note(manager: EntityManager, userId: string, erased: Erased): Promise<void>;
  /** Removes what is written down, once that is committed. What it leaves behind is removed by housekeeping. */
  remove?(): Promise<void>;
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
  async note(manager: EntityManager, userId: string, erased: Erased): Promise<void> {
    for (const eraser of this.erasers) await eraser.note(manager, userId, erased);
    afterCommit(manager, () => this.removeNoted());
  }

  private removeNoted(): void {
    for (const eraser of this.erasers) {
      eraser.remove?.().catch((error: unknown) => this.logger.warn('Something is left to be erased later.', error));
    }
  }
}
