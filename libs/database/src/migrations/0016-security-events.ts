import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { columnsFor, index } from './table-columns.js';

export class SecurityEvents1700000016000 implements MigrationInterface {
  readonly name = 'SecurityEvents1700000016000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    const table = {
      name: 'security_events',
      columns: [
        column.id(),
        column.reference('userId'),
        column.reference('sessionId', { isNullable: true }),
        column.text('event', 40),
        column.text('outcome', 10),
        column.text('method', 40, { isNullable: true }),
        column.moment('at'),
      ],
      indices: [index('ix_security_events_user', 'userId', 'id')],
    };
    await queryRunner.createTable(new Table(table), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('security_events');
  }
}
