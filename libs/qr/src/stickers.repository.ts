import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, type SelectQueryBuilder } from 'typeorm';
import { hotQuery, readFlag, readJson, readMoment, readMomentOrNull } from '@app/database';
import type { Page, PageRequest } from '@app/http';
import type { PrintCheck } from '@app/stickers';
import { QrCode } from './qr-code.entity.js';
import { Sticker } from './sticker.entity.js';

const EXPORT_PAGE_SIZE = 100;

/** A sticker together with the code that it carries. */
export type StickerWithCode = Sticker & { code: QrCode };

const STICKER_COLUMNS = [
  'id',
  'codeId',
  'size',
  'format',
  'template',
  'label',
  'qrValue',
  'fileKey',
  'contentHash',
  'byteLength',
  'printCheck',
  'requestKey',
  'createdAt',
] as const satisfies readonly (keyof Sticker)[];

const FIND_BY_ID = `SELECT ${STICKER_COLUMNS.map((column) => `s.${column} AS ${column}`).join(', ')},
  q.carId AS carId, q.code AS code, q.placement AS placement, q.activePlacement AS activePlacement,
  q.active AS active, q.disabledAt AS disabledAt, q.createdAt AS codeCreatedAt, q.replacedAt AS replacedAt
  FROM qr_stickers s JOIN qr_codes q ON q.id = s.codeId
  JOIN cars c ON c.id = q.carId JOIN users u ON u.id = c.userId
  WHERE s.id = ? AND u.disabledAt IS NULL`;

type StickerRow = Omit<Sticker, 'code' | 'printCheck' | 'createdAt'> &
  Pick<QrCode, 'carId' | 'code' | 'placement' | 'activePlacement'> &
  Record<'printCheck' | 'createdAt' | 'active' | 'disabledAt' | 'codeCreatedAt' | 'replacedAt', unknown>;

@Injectable()
export class StickersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Excludes disabled accounts. Raw SQL, because it runs for every download and the ORM would take most of the time.
   */
  async findById(id: string): Promise<StickerWithCode | null> {
    const [row] = await hotQuery<StickerRow>(this.dataSource, FIND_BY_ID, [id]);
    return row ? readSticker(row) : null;
  }

  findByRequest(requestKey: string): Promise<StickerWithCode | null> {
    const query = this.select().where('sticker.requestKey = :requestKey', { requestKey });
    return query.getOne() as Promise<StickerWithCode | null>;
  }

  findOwned(id: string, ownerId: string): Promise<StickerWithCode | null> {
    const query = this.select()
      .innerJoin('code.car', 'car')
      .where('sticker.id = :id AND car.userId = :ownerId', { id, ownerId });
    return query.getOne() as Promise<StickerWithCode | null>;
  }

  /** One page of an owner's stickers, newest first, with the total count. */
  async listPage(ownerId: string, request: PageRequest): Promise<Page<StickerWithCode>> {
    const { position, from, to, limit, offset } = request;
    const owned = this.select().innerJoin('code.car', 'car').where('car.userId = :ownerId', { ownerId });
    if (from) owned.andWhere('sticker.createdAt >= :from', { from });
    if (to) owned.andWhere('sticker.createdAt < :to', { to });
    // One row more than the page shows whether any follow.
    const page = owned
      .clone()
      .orderBy('sticker.createdAt', 'DESC')
      .addOrderBy('sticker.id', 'DESC')
      .limit(limit + 1);
    if (position) {
      const after = { after: new Date(position.afterMs), afterId: position.afterId };
      page.andWhere('(sticker.createdAt < :after OR (sticker.createdAt = :after AND sticker.id < :afterId))', after);
    } else {
      page.offset(offset);
    }
    const total = position ? position.total : await owned.getCount();
    const rows = (await page.getMany()) as StickerWithCode[];
    return { rows: rows.slice(0, limit), total, hasMore: rows.length > limit };
  }

  /** All stickers for the owner's data export, newest first, read page by page while consumed. */
  async *exportOf(ownerId: string): AsyncGenerator {
    let position: PageRequest['position'] = null;
    for (;;) {
      const request = { limit: EXPORT_PAGE_SIZE, offset: 0, from: null, to: null, position };
      const { rows, total, hasMore } = await this.listPage(ownerId, request);
      for (const { code, size, format, template, label, createdAt } of rows) {
        yield { code: code.code, size, format, template, label, createdAt };
      }
      const last = rows.at(-1);
      if (!last || !hasMore) return;
      position = { afterMs: last.createdAt.getTime(), afterId: last.id, total, offset: 0 };
    }
  }

  /** The code that new stickers for a placement get. */
  findPlacementCode(
    carId: string,
    placement: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<QrCode | null> {
    return manager.findOneBy(QrCode, { carId, activePlacement: placement });
  }

  findCode(code: string): Promise<QrCode | null> {
    return this.dataSource.getRepository(QrCode).findOneBy({ code });
  }

  /** Permanently withdraws all codes of a placement, in the transaction that adds its new one. */
  async replaceCodes(manager: EntityManager, carId: string, placement: string | null, replacedAt: Date): Promise<void> {
    const where = { carId, placement: placement ?? IsNull(), replacedAt: IsNull() };
    await manager.update(QrCode, where, { active: false, activePlacement: null, replacedAt });
  }

  /**
   * @returns whether the code now has the requested state; a replaced code stays withdrawn, even if replaced
   * concurrently
   */
  async setActive(manager: EntityManager, code: QrCode, active: boolean): Promise<boolean> {
    const change = { active, ...(!active && { activePlacement: null }) };
    const { affected } = await manager.update(QrCode, { id: code.id, replacedAt: IsNull() }, change);
    return affected === 1 || !active;
  }

  private select(): SelectQueryBuilder<Sticker> {
    return this.dataSource
      .getRepository(Sticker)
      .createQueryBuilder('sticker')
      .innerJoinAndSelect('sticker.code', 'code');
  }
}

function readSticker({
  carId,
  code,
  placement,
  activePlacement,
  active,
  disabledAt,
  codeCreatedAt,
  replacedAt,
  ...row
}: StickerRow): StickerWithCode {
  return {
    ...row,
    printCheck: readJson<PrintCheck>(row.printCheck),
    createdAt: readMoment(row.createdAt),
    code: {
      id: row.codeId,
      carId,
      code,
      placement,
      activePlacement,
      active: readFlag(active),
      disabledAt: readMomentOrNull(disabledAt),
      createdAt: readMoment(codeCreatedAt),
      replacedAt: readMomentOrNull(replacedAt),
    },
  };
}
