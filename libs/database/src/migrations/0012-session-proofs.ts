import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsFor } from './table-columns.js';

const MOMENTS = ['codeProvedAt', 'passwordProvedAt'];

export class SessionProofs1700000012000 implements MigrationInterface {
  readonly name = 'SessionProofs1700000012000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    for (const name of MOMENTS) {
      if (await queryRunner.hasColumn('sessions', name)) continue;
      await queryRunner.addColumn('sessions', new TableColumn(column.moment(name, { isNullable: true })));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of MOMENTS) await queryRunner.dropColumn('sessions', name);
  }
}
