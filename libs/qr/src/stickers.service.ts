import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Car, CarsService } from '@app/cars';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { isId, isMissingReference, isUniqueViolation, newId, transact } from '@app/database';
import { AppError, type Page, type PageRequest, RequestLimits, invalidFields } from '@app/http';
import { Metrics } from '@app/observability';
import { FileStorage, contentDisposition } from '@app/storage';
import {
  DRAWING_VERSION,
  type RenderedSticker,
  RendererBusyError,
  StickerRenderer,
  type StickerSpec,
  UnprintableTextError,
  capitalSymbolValue,
  symbolValue,
} from '@app/stickers';
import { OwnerChanges, type User } from '@app/users';
import { type QrCode, resolves } from './qr-code.entity.js';
import { QrCodes } from './qr-codes.js';
import { QrErrors } from './qr.errors.js';
import { QrLimits } from './qr.limits.js';
import { Sticker } from './sticker.entity.js';
import type { GenerateSticker } from './stickers.dto.js';
import { stickerFileName } from './sticker-files.js';
import { type StickerWithCode, StickersRepository } from './stickers.repository.js';

/** The appearance of a sticker, apart from its code. */
type Look = Pick<Sticker, 'size' | 'format' | 'template' | 'label'>;

interface Order {
  userId: string;
  carId: string;
  code: string;
  look: Look;
}

/** The stickers of a car and the codes on them. */
@Injectable()
export class StickersService {
  /** Renders in progress in this process, by request key, shared by concurrent requests. */
  private readonly making = new Map<string, Promise<StickerWithCode>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly stickers: StickersRepository,
    private readonly codes: QrCodes,
    private readonly cars: CarsService,
    private readonly ownerChanges: OwnerChanges,
    private readonly renderer: StickerRenderer,
    private readonly storage: FileStorage,
    private readonly limits: RequestLimits,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Makes a sticker, or returns the existing one.
   *
   * @throws AppError CAR_NOT_FOUND; VALIDATION_FAILED for a label that cannot be printed; RATE_LIMITED;
   *   SERVICE_UNAVAILABLE while too many are being made, in total or for this user
   */
  async generateSticker(user: User, request: GenerateSticker): Promise<StickerWithCode> {
    const car = await (request.carId ? this.cars.getOwnCar(user.id, request.carId) : this.cars.getCarOf(user.id));
    await this.limits.require(`generate:${user.id}`, [QrLimits.GENERATE]);
    const code = await this.getCodeFor(user, car, request.placement || null);
    const { size, format } = request;
    const look = { size, format, template: request.template ?? car.selectedTemplate, label: request.label || null };
    const requestKey = keyOf(this.symbolValue(code.code), look);
    const known = await this.stickers.findByRequest(requestKey);
    if (known) return known;
    const making = this.making.get(requestKey) ?? this.make(user, code, look);
    this.making.set(requestKey, making);
    return making.finally(() => this.making.delete(requestKey));
  }

  /** @throws AppError QR_NOT_FOUND */
  async getSticker(id: string): Promise<StickerWithCode> {
    const sticker = isId(id) ? await this.stickers.findById(id) : null;
    if (!sticker) throw new AppError(QrErrors.QR_NOT_FOUND, { id });
    return sticker;
  }

  listStickersOf(userId: string, request: PageRequest): Promise<Page<StickerWithCode>> {
    return this.stickers.listPage(userId, request);
  }

  /**
   * Permanently withdraws the code of a sticker and makes the same sticker with a new one.
   *
   * The new file is stored before the old code is withdrawn, so that a failure changes nothing.
   *
   * @throws AppError QR_NOT_FOUND, for another user's sticker too; RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  async rotateCode(user: User, id: string): Promise<StickerWithCode> {
    const old = await this.getOwned(user.id, id);
    await this.limits.require(`generate:${user.id}`, [QrLimits.GENERATE]);
    const { size, format, template, label } = old;
    const look = { size, format, template, label };
    const code = this.codes.newCode();
    return this.store({ userId: user.id, carId: old.code.carId, code, look }, (insert) =>
      this.ownerChanges.run(user.id, async (manager) => {
        const { carId, placement } = old.code;
        // Lock the car, so that each of several concurrent rotations withdraws the code of the one before.
        await this.cars.lockCar(manager, { carId, userId: user.id });
        await this.stickers.replaceCodes(manager, carId, placement, this.clock.now());
        const added = await this.codes.addCode(manager, carId, code, placement);
        if (placement === null) await this.cars.setCurrentCode(manager, carId, code);
        return insert(manager, added);
      }),
    );
  }

  /**
   * Withdraws the code of a sticker, or lets it resolve again.
   *
   * @throws AppError QR_NOT_FOUND, for another user's sticker too; VALIDATION_FAILED for a code that was replaced
   */
  async setActive(userId: string, id: string, active: boolean | undefined): Promise<StickerWithCode> {
    const sticker = await this.getOwned(userId, id);
    if (active !== undefined) {
      const isAsAsked = await this.ownerChanges.run(userId, (manager) =>
        this.stickers.setActive(manager, sticker.code, active),
      );
      if (!isAsAsked) throw invalidFields({ field: 'active', message: 'active must not be true for a replaced code' });
    }
    return this.getOwned(userId, id);
  }

  /** The text in the symbol of the stored file, which may differ from a new sticker's. */
  qrValueOf({ qrValue, code }: StickerWithCode): string {
    return qrValue ?? capitalSymbolValue(this.settings.http.publicUrl, code.code);
  }

  private make(user: User, qrCode: QrCode, look: Look): Promise<StickerWithCode> {
    const { carId, code } = qrCode;
    return this.store({ userId: user.id, carId, code, look }, (insert) =>
      transact(this.dataSource, (manager) => insert(manager, qrCode), `car:${carId}`),
    );
  }

  /**
   * Renders a sticker and stores its file, then its row. Deletes the file again if the row cannot be inserted.
   *
   * @param commit runs the transaction, which calls `insert` to insert the row
   */
  private async store(
    { userId, carId, code, look }: Order,
    commit: (insert: (manager: EntityManager, code: QrCode) => Promise<StickerWithCode>) => Promise<StickerWithCode>,
  ): Promise<StickerWithCode> {
    const value = this.symbolValue(code);
    const spec = { value, code, ...look };
    const { bytes, mediaType, extension, printCheck } = await this.render(spec, userId);
    const id = newId();
    const requestKey = keyOf(value, look);
    const fileKey = `stickers/${carId}/${id}.${extension}`;
    await this.storage.put(fileKey, bytes, {
      contentType: mediaType,
      contentDisposition: contentDisposition(stickerFileName(code, look)),
    });
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    const row = { ...look, id, qrValue: value, fileKey, contentHash, byteLength: bytes.length, printCheck, requestKey };
    try {
      const sticker = await commit(async (manager, qrCode) => {
        const inserted = { ...row, codeId: qrCode.id, createdAt: this.clock.now() };
        await manager.insert(Sticker, inserted);
        return { ...inserted, code: qrCode };
      });
      this.metrics.count('sticker_made');
      return sticker;
    } catch (error) {
      await this.storage.delete(fileKey);
      if (isMissingReference(error)) return this.cars.missCar(userId, carId);
      if (!isUniqueViolation(error, 'uq_qr_stickers_request')) throw error;
      // Another instance made the same sticker concurrently; if its row is gone, so is the car.
      return (await this.stickers.findByRequest(requestKey)) ?? this.cars.missCar(userId, carId);
    }
  }

  private symbolValue(code: string): string {
    return symbolValue(this.settings.http.publicUrl, code);
  }

  private async render(spec: StickerSpec, userId: string): Promise<RenderedSticker> {
    try {
      return await this.renderer.render(spec, userId);
    } catch (error) {
      if (error instanceof UnprintableTextError) {
        const message = `label must not contain ${error.characters.join(' ')}, which cannot be printed`;
        throw invalidFields({ field: 'label', message });
      }
      if (error instanceof RendererBusyError) {
        throw new AppError(QrErrors.RENDERER_BUSY, {}, { retryAfterSeconds: error.retryAfterSeconds });
      }
      throw error;
    }
  }

  private async getOwned(userId: string, id: string): Promise<StickerWithCode> {
    const sticker = isId(id) ? await this.stickers.findOwned(id, userId) : null;
    if (!sticker) throw new AppError(QrErrors.QR_NOT_FOUND, { id });
    return sticker;
  }

  /** The code of the car or of the placement; a new one if none resolves. */
  private async getCodeFor(user: User, car: Car, placement: string | null): Promise<QrCode> {
    if (placement === null) {
      const current = await this.stickers.findCode(car.qrCode);
      return current && resolves(current) ? current : this.replaceCode(user, car);
    }
    return (await this.stickers.findPlacementCode(car.id, placement)) ?? this.addPlacement(user, car, placement);
  }

  /** Gives a car whose current code was withdrawn a new one, so that a new sticker resolves. */
  private replaceCode(user: User, car: Car): Promise<QrCode> {
    const code = this.codes.newCode();
    return this.ownerChanges.run(user.id, async (manager) => {
      await this.cars.lockCar(manager, { carId: car.id, userId: user.id });
      await this.cars.setCurrentCode(manager, car.id, code);
      return this.codes.addCode(manager, car.id, code);
    });
  }

  /** Locks the car, so that concurrent requests for one placement share a code. */
  private addPlacement(user: User, car: Car, placement: string): Promise<QrCode> {
    const code = this.codes.newCode();
    return this.ownerChanges.run(user.id, async (manager) => {
      await this.cars.lockCar(manager, { carId: car.id, userId: user.id });
      const known = await this.stickers.findPlacementCode(car.id, placement, manager);
      return known ?? this.codes.addCode(manager, car.id, code, placement);
    });
  }
}

/** A new drawing version or public URL makes a new sticker. */
function keyOf(value: string, { size, format, template, label }: Look): string {
  const request = JSON.stringify([DRAWING_VERSION, value, size, format, template, label]);
  return createHash('sha256').update(request).digest('hex');
}
