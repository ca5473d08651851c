import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor } from './table-columns.js';

export class StickerValues1700000011000 implements MigrationInterface {
  readonly name = 'StickerValues1700000011000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('qr_stickers', 'qrValue')) return;
    const qrValue = new TableColumn(columnsFor(queryRunner).text('qrValue', 500, { isNullable: true }));
    await queryRunner.addColumn('qr_stickers', qrValue);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('qr_stickers', 'qrValue');
  }
}
