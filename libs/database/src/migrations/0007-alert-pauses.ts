import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor } from './table-columns.js';

export class AlertPauses1700000007000 implements MigrationInterface {
  readonly name = 'AlertPauses1700000007000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('alert_turns', 'pausedUntil')) return;
    const column = columnsFor(queryRunner);
    await queryRunner.addColumn('alert_turns', new TableColumn(column.moment('pausedUntil', { isNullable: true })));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('alert_turns', 'pausedUntil');
  }
}
