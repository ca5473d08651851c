import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forceIndex, hotQuery, readMoment, readMomentOrNull } from '@app/database';
import type { Page, PageRequest } from '@app/http';
import { Payment } from './payment.entity.js';

type PaymentRow = Omit<Payment, Moments> & Record<Moments, unknown>;
type Moments = 'premiumExpiryDate' | 'verifiedAt' | 'nextCheckAt' | 'createdAt' | 'updatedAt';

@Injectable()
export class PaymentsRepository {
  private readonly byHistory: string;

  constructor(private readonly dataSource: DataSource) {
    this.byHistory = `FROM payments ${forceIndex(dataSource, 'ix_payments_history')}`;
  }

  findOwned(userId: string, orderId: string): Promise<Payment | null> {
    return this.dataSource.getRepository(Payment).findOneBy({ userId, orderId });
  }

  /** The reusable order of a plan, if it was created at or after `since`. */
  async findOpen(userId: string, openPlan: string, since: Date): Promise<Payment | null> {
    const open = await this.dataSource.getRepository(Payment).findOneBy({ userId, openPlan });
    return open && open.createdAt >= since ? open : null;
  }

  /** All orders of a user, newest first. */
  listOf(userId: string): Promise<Payment[]> {
    return this.dataSource.getRepository(Payment).find({ where: { userId }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** One page of a user's orders, newest first, with the total count. */
  async listPage(userId: string, { position, limit, offset, from, to }: PageRequest): Promise<Page<Payment>> {
    const range: [string, unknown][] = [
      ['userId = ?', userId],
      ...(from ? ([['createdAt >= ?', from]] as [string, unknown][]) : []),
      ...(to ? ([['createdAt < ?', to]] as [string, unknown][]) : []),
    ];
    const rangeSql = `${this.byHistory} WHERE ${range.map(([sql]) => sql).join(' AND ')}`;
    const values = range.map(([, value]) => value);
    const after = position && new Date(position.afterMs);
    // The first comparison bounds the index range; the second excludes rows of the previous page.
    const afterSql = after ? ' AND createdAt <= ? AND (createdAt < ? OR id < ?)' : '';
    const reading = hotQuery<PaymentRow>(
      this.dataSource,
      `SELECT * ${rangeSql}${afterSql} ORDER BY createdAt DESC, id DESC LIMIT ? OFFSET ?`,
      [...values, ...(after ? [after, after, position.afterId] : []), limit + 1, after ? 0 : offset],
    );
    const counting = hotQuery<{ total: unknown }>(this.dataSource, `SELECT COUNT(*) AS total ${rangeSql}`, values);
    // One row more than the page shows whether any follow.
    const [rows, counts] = await Promise.all([reading, position ? [position] : counting]);
    const total = Number(counts[0]?.total);
    return { rows: rows.slice(0, limit).map(readPayment), total, hasMore: rows.length > limit };
  }
}

function readPayment(row: PaymentRow): Payment {
  return {
    ...row,
    premiumExpiryDate: readMomentOrNull(row.premiumExpiryDate),
    verifiedAt: readMomentOrNull(row.verifiedAt),
    nextCheckAt: readMomentOrNull(row.nextCheckAt),
    createdAt: readMoment(row.createdAt),
    updatedAt: readMoment(row.updatedAt),
  };
}
