import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';
import { columnsFor, foreignKey, index, isMysqlFamily, uniqueIndex } from './table-columns.js';

export class Initial1700000000000 implements MigrationInterface {
  readonly name = 'Initial1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (isMysqlFamily(queryRunner)) await compareBytes(queryRunner);
    // MySQL commits after every table; an interrupted run continues with the missing tables.
    for (const table of tables(queryRunner)) await queryRunner.createTable(new Table(table), true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of tables(queryRunner).reverse()) await queryRunner.dropTable(name);
  }
}

/**
 * Sets the database's default collation to compare bytes, trailing spaces included, so that every column inherits it.
 * The usual default treats full-width digits, accents and letter case as equal.
 */
async function compareBytes(queryRunner: QueryRunner): Promise<void> {
  const rows = (await queryRunner.query('SELECT DATABASE() AS name, VERSION() AS version')) as {
    name: string;
    version: string;
  }[];
  for (const { name, version } of rows) {
    const collation = version.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
    const database = `\`${name.replaceAll('`', '``')}\``;
    await queryRunner.query(`ALTER DATABASE ${database} CHARACTER SET utf8mb4 COLLATE ${collation}`);
  }
}

function tables(queryRunner: QueryRunner): TableOptions[] {
  return [users(queryRunner), ...sessionTables(queryRunner), ...carTables(queryRunner), scans(queryRunner)];
}

function users(queryRunner: QueryRunner): TableOptions {
  const column = columnsFor(queryRunner);
  return {
    name: 'users',
    columns: [
      column.id(),
      column.text('phone', 20),
      column.text('email', 254, { isNullable: true }),
      column.flag('emailVerified', false),
      column.text('name', 100, { isNullable: true }),
      column.textWithDefault('plan', 16, 'basic'),
      column.moment('premiumExpiryDate', { isNullable: true }),
      column.flag('hasCarInfo', false),
      column.textWithDefault('selectedTemplate', 32, 'modern'),
      column.json('preferences'),
      column.textWithDefault('role', 16, 'user'),
      column.moment('createdAt'),
      column.moment('updatedAt'),
    ],
    indices: [uniqueIndex('uq_users_phone', 'phone'), uniqueIndex('uq_users_email', 'email')],
  };
}

function sessionTables(queryRunner: QueryRunner): TableOptions[] {
  const column = columnsFor(queryRunner);
  const sessions: TableOptions = {
    name: 'sessions',
    columns: [
      column.id(),
      column.reference('userId'),
      column.text('userAgent', 300, { isNullable: true }),
      column.moment('createdAt'),
      column.moment('lastUsedAt'),
      column.moment('expiresAt'),
    ],
    indices: [index('ix_sessions_user', 'userId'), index('ix_sessions_expires', 'expiresAt')],
    foreignKeys: [foreignKey('fk_sessions_user', 'userId', 'users')],
  };
  const refreshTokens: TableOptions = {
    name: 'refresh_tokens',
    columns: [
      column.text('tokenHash', 64, { isPrimary: true }),
      column.reference('sessionId'),
      column.text('successor', 255, { isNullable: true }),
      column.moment('rotatedAt', { isNullable: true }),
      column.moment('createdAt'),
      column.moment('expiresAt'),
    ],
    indices: [index('ix_refresh_tokens_session', 'sessionId'), index('ix_refresh_tokens_expires', 'expiresAt')],
    foreignKeys: [foreignKey('fk_refresh_tokens_session', 'sessionId', 'sessions')],
  };
  const passwords: TableOptions = {
    name: 'passwords',
    columns: [column.id('userId'), column.text('hash', 80), column.moment('updatedAt')],
    foreignKeys: [foreignKey('fk_passwords_user', 'userId', 'users')],
  };
  return [sessions, refreshTokens, passwords];
}

function carTables(queryRunner: QueryRunner): TableOptions[] {
  const column = columnsFor(queryRunner);
  const cars: TableOptions = {
    name: 'cars',
    columns: [
      column.id(),
      column.reference('userId'),
      column.text('carNumber', 15),
      column.text('carModel', 100),
      column.textWithDefault('customMessage', 500, ''),
      column.json('customFields'),
      column.text('selectedTemplate', 32),
      column.text('qrCode', 32),
      column.moment('createdAt'),
      column.moment('updatedAt'),
    ],
    indices: [uniqueIndex('uq_cars_user', 'userId')],
    foreignKeys: [foreignKey('fk_cars_user', 'userId', 'users')],
  };
  const qrCodes: TableOptions = {
    name: 'qr_codes',
    columns: [
      column.id(),
      column.reference('carId'),
      column.text('code', 32),
      column.text('placement', 40, { isNullable: true }),
      column.flag('active', true),
      column.moment('createdAt'),
    ],
    indices: [uniqueIndex('uq_qr_codes_code', 'code'), index('ix_qr_codes_car', 'carId', 'createdAt')],
    foreignKeys: [foreignKey('fk_qr_codes_car', 'carId', 'cars')],
  };
  return [cars, qrCodes];
}

function scans(queryRunner: QueryRunner): TableOptions {
  const column = columnsFor(queryRunner);
  return {
    name: 'scans',
    columns: [
      column.id(),
      column.reference('carId'),
      column.reference('viewerId', { isNullable: true }),
      column.text('qrCode', 32, { isNullable: true }),
      column.text('scannerPhone', 20),
      column.text('scannerEmail', 254),
      column.text('notes', 1000),
      column.text('reason', 20, { isNullable: true }),
      column.text('via', 10),
      column.moment('timestamp'),
      column.moment('readAt', { isNullable: true }),
      column.moment('resolvedAt', { isNullable: true }),
      column.text('recentKey', 64, { isNullable: true }),
    ],
    indices: [
      index('ix_scans_viewer', 'viewerId'),
      uniqueIndex('uq_scans_recent', 'carId', 'recentKey'),
      index('ix_scans_history', 'carId', 'timestamp', 'id'),
    ],
    foreignKeys: [
      foreignKey('fk_scans_car', 'carId', 'cars'),
      foreignKey('fk_scans_viewer', 'viewerId', 'users', 'SET NULL'),
    ],
  };
}
