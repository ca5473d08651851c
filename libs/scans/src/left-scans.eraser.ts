import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notifications } from '@app/notifications';
import type { Erased, Eraser } from '@app/users';
import { ScansRepository } from './scans.repository.js';

/** Empties phone and e-mail address in what an erased account left at the cars of others, and in alerts not sent yet. */
@Injectable()
export class LeftScansEraser implements Eraser {
  constructor(
    private readonly scans: ScansRepository,
    private readonly notifications: Notifications,
  ) {}

  async note(manager: EntityManager, userId: string, erased: Erased): Promise<void> {
    if (erased === 'car') return;
    await this.scans.eraseContactOf(manager, userId, (ids) => this.notifications.eraseScannerContact(manager, ids));
  }
}
