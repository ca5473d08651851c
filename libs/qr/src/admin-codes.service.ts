import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Car } from '@app/cars';
import { Clock } from '@app/clock';
import { transact } from '@app/database';
import { AppError } from '@app/http';
import { AdminActs, OwnerChanges, type User } from '@app/users';
import type { ChangeCode } from './admin-codes.dto.js';
import { readCarReference } from './car-reference.js';
import { QrCode } from './qr-code.entity.js';
import { QrErrors } from './qr.errors.js';

export type CodeWithCar = QrCode & { car: Car };

/** Admin access to codes. Every action is recorded in the audit log, reads included. */
@Injectable()
export class AdminCodesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ownerChanges: OwnerChanges,
    private readonly acts: AdminActs,
    private readonly clock: Clock,
  ) {}

  /**
   * @param text a code in any letter case, or the URL on a sticker
   * @throws AppError QR_NOT_FOUND
   */
  async getCode(admin: User, text: string): Promise<CodeWithCar> {
    const code = await this.getByText(text);
    const act = { adminId: admin.id, act: 'qr.viewed', subject: code.code };
    await transact(this.dataSource, (manager) => this.acts.record(manager, act));
    return code;
  }

  /**
   * Disables a code, or enables it again.
   *
   * @throws AppError QR_NOT_FOUND
   */
  async changeCode(admin: User, text: string, { active, reason }: ChangeCode): Promise<CodeWithCar> {
    const { id, code, car } = await this.getByText(text);
    // Without `activePlacement`, new stickers for the placement get another code.
    const patch = active ? { disabledAt: null } : { disabledAt: this.clock.now(), activePlacement: null };
    await this.ownerChanges.run(car.userId, async (manager) => {
      const { affected } = await manager.update(QrCode, { id }, patch);
      if (!affected) throw new AppError(QrErrors.QR_NOT_FOUND);
      const act = active ? 'qr.enabled' : 'qr.disabled';
      await this.acts.record(manager, { adminId: admin.id, act, subject: code, reason });
    });
    return this.getByText(code);
  }

  private async getByText(text: string): Promise<CodeWithCar> {
    const reference = readCarReference(text);
    const codes = this.dataSource.getRepository(QrCode);
    const code =
      reference && 'code' in reference
        ? await codes.findOne({ where: { code: reference.code }, relations: { car: true } })
        : null;
    if (!code) throw new AppError(QrErrors.QR_NOT_FOUND);
    return code as CodeWithCar;
  }
}
