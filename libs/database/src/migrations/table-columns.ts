import { type QueryRunner, type TableColumnOptions, TableForeignKey, TableIndex } from 'typeorm';

interface Options {
  isNullable?: boolean;
  isPrimary?: boolean;
}

/**
 * The column kinds of ../columns.ts as migrations write them. The names of some types differ between the engines.
 * Released migrations depend on these forms: add new ones, but leave those that are here as they are.
 */
export function columnsFor(queryRunner: QueryRunner) {
  const isMysql = isMysqlFamily(queryRunner);
  const varchar = (name: string, length: number, options: Options = {}): TableColumnOptions => ({
    name,
    type: 'varchar',
    length: String(length),
    ...options,
  });
  return {
    id: (name = 'id', options: Options = { isPrimary: true }) => varchar(name, 36, options),
    reference: (name: string, options: Options = {}) => varchar(name, 36, options),
    text: varchar,
    textWithDefault: (name: string, length: number, text: string): TableColumnOptions => ({
      ...varchar(name, length),
      default: `'${text}'`,
    }),
    json: (name: string, options: Options = {}): TableColumnOptions => ({ name, type: 'text', ...options }),
    flag: (name: string, isSet: boolean): TableColumnOptions => ({
      name,
      type: isMysql ? 'tinyint' : 'boolean',
      default: isSet ? '1' : '0',
    }),
    integer: (name: string, options: Options = {}): TableColumnOptions => ({
      name,
      type: isMysql ? 'int' : 'integer',
      ...options,
    }),
    moment: (name: string, options: Options = {}): TableColumnOptions => ({
      name,
      type: 'datetime',
      precision: 3,
      ...options,
    }),
  };
}

export function isMysqlFamily(queryRunner: QueryRunner): boolean {
  return queryRunner.dataSource.options.type === 'mysql';
}

export function index(name: string, ...columnNames: string[]): TableIndex {
  return new TableIndex({ name, columnNames });
}

/** Uniqueness is an index on both engines, since only SQLite distinguishes a unique constraint from a unique index. */
export function uniqueIndex(name: string, ...columnNames: string[]): TableIndex {
  return new TableIndex({ name, columnNames, isUnique: true });
}

/** Explicit, because MySQL reports NO ACTION as the default for updates. */
export function foreignKey(
  name: string,
  columnName: string,
  referencedTableName: string,
  onDelete: 'CASCADE' | 'SET NULL' = 'CASCADE',
): TableForeignKey {
  return new TableForeignKey({
    name,
    columnNames: [columnName],
    referencedTableName,
    referencedColumnNames: ['id'],
    onDelete,
    onUpdate: 'NO ACTION',
  });
}
