import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { columnsFor, foreignKey, index, uniqueIndex } from './table-columns.js';

const PLACEMENT_INDEX = uniqueIndex('uq_qr_codes_placement', 'carId', 'activePlacement');

export class Stickers1700000001000 implements MigrationInterface {
  readonly name = 'Stickers1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    if (!(await queryRunner.hasColumn('qr_codes', 'activePlacement'))) {
      const activePlacement = new TableColumn(column.text('activePlacement', 40, { isNullable: true }));
      await queryRunner.addColumn('qr_codes', activePlacement);
      await queryRunner.createIndex('qr_codes', PLACEMENT_INDEX);
    }
    const stickers = {
      name: 'qr_stickers',
      columns: [
        column.id(),
        column.reference('codeId'),
        column.text('size', 3),
        column.text('format', 3),
        column.text('template', 32),
        column.text('label', 60, { isNullable: true }),
        column.text('fileKey', 200),
        column.text('contentHash', 64),
        column.integer('byteLength'),
        column.json('printCheck'),
        column.text('requestKey', 64),
        column.moment('createdAt'),
      ],
      indices: [
        uniqueIndex('uq_qr_stickers_request', 'requestKey'),
        index('ix_qr_stickers_code', 'codeId', 'createdAt'),
      ],
      foreignKeys: [foreignKey('fk_qr_stickers_code', 'codeId', 'qr_codes')],
    };
    const discardedFiles = {
      name: 'discarded_files',
      columns: [column.text('fileKey', 200, { isPrimary: true }), column.moment('createdAt')],
    };
    await queryRunner.createTable(new Table(stickers), true);
    await queryRunner.createTable(new Table(discardedFiles), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('discarded_files');
    await queryRunner.dropTable('qr_stickers');
    await queryRunner.dropIndex('qr_codes', PLACEMENT_INDEX);
    await queryRunner.dropColumn('qr_codes', 'activePlacement');
  }
}
