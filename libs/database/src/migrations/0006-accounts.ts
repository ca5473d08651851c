import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { columnsFor, index } from './table-columns.js';

export class Accounts1700000005000 implements MigrationInterface {
  readonly name = 'Accounts1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    for (const [table, name] of MOMENTS) {
      if (await queryRunner.hasColumn(table, name)) continue;
      await queryRunner.addColumn(table, new TableColumn(column.moment(name, { isNullable: true })));
    }
    // Existing addresses get the time of the upgrade, so that none is removed.
    await queryRunner.query('UPDATE users SET emailGivenAt = ? WHERE email IS NOT NULL AND emailGivenAt IS NULL', [
      new Date(),
    ]);
    // No foreign key: audit log entries outlive both accounts.
    const adminActs = {
      name: 'admin_acts',
      columns: [
        column.id(),
        column.reference('adminId', { isNullable: true }),
        column.text('act', 40),
        column.text('subject', 64),
        column.text('reason', 500, { isNullable: true }),
        column.moment('at'),
      ],
      indices: [index('ix_admin_acts_at', 'at', 'id'), index('ix_admin_acts_subject', 'subject', 'at')],
    };
    await queryRunner.createTable(new Table(adminActs), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('admin_acts');
    for (const [table, name] of MOMENTS) await queryRunner.dropColumn(table, name);
  }
}

const MOMENTS = [
  ['users', 'emailGivenAt'],
  ['users', 'disabledAt'],
  ['qr_codes', 'disabledAt'],
] as const;
