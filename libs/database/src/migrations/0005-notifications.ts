import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, index, uniqueIndex } from './table-columns.js';

const EXPIRY_INDEX = index('ix_users_premium_expiry', 'premiumExpiryDate', 'id');

export class Notifications1700000004000 implements MigrationInterface {
  readonly name = 'Notifications1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    const notifications = {
      name: 'notifications',
      columns: [
        column.id(),
        column.text('kind', 20),
        column.reference('userId', { isNullable: true }),
        column.reference('carId', { isNullable: true }),
        column.text('onceKey', 100, { isNullable: true }),
        column.json('payload', { isNullable: true }),
        column.text('status', 8),
        column.integer('attempts'),
        column.moment('dueAt'),
        column.text('lastError', 100, { isNullable: true }),
        column.moment('createdAt'),
        column.moment('finishedAt', { isNullable: true }),
      ],
      indices: [
        index('ix_notifications_due', 'status', 'dueAt'),
        index('ix_notifications_car', 'carId', 'status'),
        index('ix_notifications_user', 'userId'),
        uniqueIndex('uq_notifications_once', 'onceKey'),
      ],
      foreignKeys: [
        foreignKey('fk_notifications_user', 'userId', 'users'),
        foreignKey('fk_notifications_car', 'carId', 'cars'),
      ],
    };
    const turns = {
      name: 'alert_turns',
      columns: [column.reference('carId', { isPrimary: true }), column.moment('freeAt')],
      foreignKeys: [foreignKey('fk_alert_turns_car', 'carId', 'cars')],
    };
    await queryRunner.createTable(new Table(notifications), true);
    await queryRunner.createTable(new Table(turns), true);
    const users = await queryRunner.getTable('users');
    if (!users?.indices.some(({ name }) => name === EXPIRY_INDEX.name)) {
      await queryRunner.createIndex('users', EXPIRY_INDEX);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('users', EXPIRY_INDEX);
    await queryRunner.dropTable('alert_turns');
    await queryRunner.dropTable('notifications');
  }
}
