import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor } from './table-columns.js';

export class ReplacedCodes1700000002000 implements MigrationInterface {
  readonly name = 'ReplacedCodes1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('qr_codes', 'replacedAt')) return;
    const replacedAt = new TableColumn(columnsFor(queryRunner).moment('replacedAt', { isNullable: true }));
    await queryRunner.addColumn('qr_codes', replacedAt);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('qr_codes', 'replacedAt');
  }
}
