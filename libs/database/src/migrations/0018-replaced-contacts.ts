import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { columnsFor, foreignKey, index } from './table-columns.js';

export class ReplacedContacts1700000018000 implements MigrationInterface {
  readonly name = 'ReplacedContacts1700000018000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = columnsFor(queryRunner);
    if (!(await queryRunner.hasColumn('sessions', 'codeSentTo'))) {
      const codeSentTo = new TableColumn(column.text('codeSentTo', 5, { isNullable: true }));
      await queryRunner.addColumn('sessions', codeSentTo);
    }
    const contacts = {
      name: 'replaced_contacts',
      columns: [
        column.id(),
        column.reference('userId'),
        column.text('kind', 5),
        column.text('value', 254, { isNullable: true }),
        column.moment('replacedAt'),
        column.moment('emailHeldSince', { isNullable: true }),
      ],
      indices: [
        index('ix_replaced_contacts_user', 'userId', 'replacedAt'),
        index('ix_replaced_contacts_at', 'replacedAt'),
      ],
      foreignKeys: [foreignKey('fk_replaced_contacts_user', 'userId', 'users')],
    };
    await queryRunner.createTable(new Table(contacts), true);
    const links = {
      name: 'used_links',
      columns: [column.id(), column.reference('userId'), column.moment('since'), column.moment('usedAt')],
      indices: [index('ix_used_links_user', 'userId'), index('ix_used_links_at', 'usedAt')],
      foreignKeys: [foreignKey('fk_used_links_user', 'userId', 'users')],
    };
    await queryRunner.createTable(new Table(links), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('used_links');
    await queryRunner.dropTable('replaced_contacts');
    await queryRunner.dropColumn('sessions', 'codeSentTo');
  }
}
