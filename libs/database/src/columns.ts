import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';

/**
 * One set of column kinds for both engines. A decorator runs before the engine is known, so each kind has a
 * type, length and precision that both engines store and report alike; anything else shows up as schema drift.
 * Text compares byte by byte everywhere: on MySQL the database's own default collation is binary (see the migration).
 */

export interface NullableOptions {
  nullable?: boolean;
}

export interface DefaultOptions<T> extends NullableOptions {
  default?: T;
}

export interface LengthOptions extends DefaultOptions<string> {
  /** Maximum length in characters. */
  length: number;
}

/** UUIDs are 36 characters in their canonical spelling. */
export const ID_LENGTH = 36;

/** The row's own id, from `newId`. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn({ type: 'varchar', length: ID_LENGTH });
}

/** The id of another row; the relation declares the foreign key. `primary` makes it this row's id too. */
export function IdReferenceColumn(options: NullableOptions & { primary?: boolean } = {}): PropertyDecorator {
  return Column({ type: 'varchar', length: ID_LENGTH, ...options });
}

/** Canonical, machine-made text: codes, phone numbers, hashes. `primary` makes it the row's key. */
export function AsciiColumn(options: LengthOptions & { primary?: boolean }): PropertyDecorator {
  return Column({ type: 'varchar', ...options });
}

/** User-written text in any script. */
export function TextColumn(options: LengthOptions): PropertyDecorator {
  return Column({ type: 'varchar', ...options });
}

/** Text up to 64 kB. It can be neither indexed nor given a default. */
export function LongTextColumn(options: NullableOptions = {}): PropertyDecorator {
  return Column({ type: 'text', ...options });
}

/** True or false; a real boolean in entities, 0 or 1 in raw rows (`readFlag`). */
export function FlagColumn(options: DefaultOptions<boolean> = {}): PropertyDecorator {
  return Column({ type: 'boolean', ...options });
}

/** A whole number of 32 bits. */
export function IntegerColumn(options: DefaultOptions<number> = {}): PropertyDecorator {
  return Column({ type: 'int', ...options });
}

/** A UTC timestamp with milliseconds; a Date in entities, read with `readMoment` from raw rows. */
export function MomentColumn(options: NullableOptions = {}): PropertyDecorator {
  return Column({ type: 'datetime', precision: 3, ...options } satisfies ColumnOptions);
}

/** A JSON document kept as text, up to 64 kB; read with `readJson` from raw rows. */
export function JsonColumn(options: NullableOptions = {}): PropertyDecorator {
  return Column({ type: 'simple-json', ...options });
}
