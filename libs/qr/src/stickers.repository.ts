import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Page, PageRequest } from '@app/http';
import { QrCode } from './qr-code.entity.js';
import { Sticker } from './sticker.entity.js';

const EXPORT_PAGE_SIZE = 100;

/** A sticker together with the code that it carries. */
export type StickerWithCode = Sticker & { code: QrCode };

@Injectable()
export class StickersRepository {
  constructor(private readonly dataSource: DataSource) {}

  findById(id: string): Promise<StickerWithCode | null> {
    return this.select().where('sticker.id = :id', { id }).getOne() as Promise<StickerWithCode | null>;
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

  /** One page of an owner's stickers, newest first, with how many there are in all. */
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

  /** All stickers of an owner as they are told to the owner, newest first, read page by page as they are consumed. */
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

  /** The active code that new stickers for a placement carry. */
  findPlacementCode(carId: string, placement: string): Promise<QrCode | null> {
    return this.dataSource.getRepository(QrCode).findOneBy({ carId, activePlacement: placement });
  }

  findCode(code: string): Promise<QrCode | null> {
    return this.dataSource.getRepository(QrCode).findOneBy({ code });
  }

  async setActive(manager: EntityManager, code: QrCode, active: boolean): Promise<void> {
    await manager.update(QrCode, { id: code.id }, { active, ...(!active && { activePlacement: null }) });
  }

  private select(): SelectQueryBuilder<Sticker> {
    return this.dataSource
      .getRepository(Sticker)
      .createQueryBuilder('sticker')
      .innerJoinAndSelect('sticker.code', 'code');
  }
}
