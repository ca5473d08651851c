import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, index, uniqueIndex } from './table-columns.js';

export class Payments1700000003000 implements MigrationInterface {
  readonly name = 'Payments1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    const payments = {
      name: 'payments',
      columns: [
        column.id(),
        column.reference('userId', { isNullable: true }),
        column.text('orderId', 64),
        column.text('paymentId', 64, { isNullable: true }),
        column.integer('amount'),
        column.text('currency', 3),
        column.integer('planDuration'),
        column.text('status', 16),
        column.text('openPlan', 32, { isNullable: true }),
        column.moment('premiumExpiryDate', { isNullable: true }),
        column.moment('verifiedAt', { isNullable: true }),
        column.moment('nextCheckAt', { isNullable: true }),
        { ...column.integer('checks'), default: '0' },
        column.moment('createdAt'),
        column.moment('updatedAt'),
      ],
      indices: [
        uniqueIndex('uq_payments_order', 'orderId'),
        uniqueIndex('uq_payments_open', 'userId', 'openPlan'),
        index('ix_payments_history', 'userId', 'createdAt', 'id'),
        index('ix_payments_payment', 'paymentId'),
        index('ix_payments_due', 'nextCheckAt'),
      ],
      foreignKeys: [foreignKey('fk_payments_user', 'userId', 'users', 'SET NULL')],
    };
    const events = {
      name: 'payment_events',
      columns: [
        column.id(),
        column.text('eventKey', 160),
        column.reference('userId', { isNullable: true }),
        column.text('source', 16),
        column.text('kind', 16),
        column.text('orderId', 64, { isNullable: true }),
        column.text('paymentId', 64, { isNullable: true }),
        column.text('refundId', 64, { isNullable: true }),
        column.integer('amount', { isNullable: true }),
        { ...column.integer('days'), default: '0' },
        column.moment('expiryBefore', { isNullable: true }),
        column.moment('expiryAfter', { isNullable: true }),
        column.json('payload', { isNullable: true }),
        column.moment('createdAt'),
      ],
      indices: [
        uniqueIndex('uq_payment_events_key', 'eventKey'),
        index('ix_payment_events_order', 'orderId', 'createdAt', 'id'),
        index('ix_payment_events_user', 'userId', 'createdAt', 'id'),
      ],
      foreignKeys: [foreignKey('fk_payment_events_user', 'userId', 'users', 'SET NULL')],
    };
    await queryRunner.createTable(new Table(payments), true);
    await queryRunner.createTable(new Table(events), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('payment_events');
    await queryRunner.dropTable('payments');
  }
}
