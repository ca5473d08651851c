import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, isEmail } from 'class-validator';
import { RESERVED_NAMES } from './reserved-names.js';
import { normalizeTypedText } from './typed-text.js';
import { isVisible } from './visible-text.js';

/**
 * The fields of requests. One decorator says all there is to say about a field: how it is read, what it may be and how
 * the OpenAPI document describes it.
 */
interface FieldOptions {
  description?: string;
  example?: unknown;
  /** The field may be absent; null counts as absent. */
  optional?: boolean | undefined;
  /** An older spelling of another field. */
  deprecated?: boolean;
}

/** The name of the constraint that a bad phone number fails, by which the answer's code is chosen. */
export const PHONE_CONSTRAINT = 'isPhone';

/** No price is as high. */
const MAX_AMOUNT = 2 ** 31 - 1;
export const MAX_PHONE_LENGTH = 40;
const MAX_EMAIL_LENGTH = 254;
const MAX_CODE_LENGTH = 20;
export const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 128;
export const MAX_CURSOR_LENGTH = 300;
/** Of text that is brought into a shorter form before it is checked. */
const MAX_UNREAD_LENGTH = 100;
const HIDDEN_PROBLEM = 'must not contain invisible characters or ones that change the direction of text';
/** Control characters have no place in what people write; tab and line breaks do. */
// eslint-disable-next-line no-control-regex -- they are what it looks for.
const CONTROL_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;
/** Quoted local parts may hold them, but they would break lines or hide text wherever the address is shown. */
const NOT_IN_EMAIL = /[\p{White_Space}\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}]/u;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** A phone number in any usual spelling. The service reads it with `Phones`. */
export function Phone(options: FieldOptions = {}): PropertyDecorator {
  const isPhone = (value: unknown): boolean =>
    typeof value === 'string' && value.trim() !== '' && value.length <= MAX_PHONE_LENGTH;
  return field(options, {
    name: PHONE_CONSTRAINT,
    isValid: isPhone,
    problem: 'must be a valid phone number',
    api: { type: String, maxLength: MAX_PHONE_LENGTH, example: '+919876543210' },
  });
}

/** A code sent by SMS or mail, without the spaces and hyphens that people type into it. The service checks it. */
export function OneTimeCode(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isOneTimeCode',
    read: (value) =>
      typeof value === 'string' && value.length <= MAX_UNREAD_LENGTH
        ? normalizeTypedText(value).replace(/[ -]/g, '')
        : value,
    isValid: (value) => isText(value, 1, MAX_CODE_LENGTH),
    problem: `must be 1 to ${MAX_CODE_LENGTH} characters`,
    api: { type: String, minLength: 1, maxLength: MAX_CODE_LENGTH, example: '042917' },
  });
}

/** An e-mail address, read as lower case. */
export function Email(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isEmailAddress',
    // trim() would drop a byte order mark, which is refused like every other invisible character.
    read: (value) => (typeof value === 'string' && !value.includes('\ufeff') ? value.trim().toLowerCase() : value),
    isValid: (value) => typeof value === 'string' && isEmailAddress(value),
    problem: 'must be a valid e-mail address',
    api: { type: String, format: 'email', maxLength: MAX_EMAIL_LENGTH, example: 'asha@example.com' },
  });
}

/**
 * Text that people write; surrounding white space is dropped. Lengths count characters, not UTF-16 units.
 *
 * @param isShown false for ids, which nobody reads: they may hold invisible characters and are then just unknown
 */
export function Text({
  min = 0,
  max,
  isShown = true,
  ...options
}: FieldOptions & { min?: number; max: number; isShown?: boolean }): PropertyDecorator {
  const problem = min > 0 ? `must be ${min} to ${max} characters` : `must be text of at most ${max} characters`;
  return field(options, {
    name: 'isText',
    read: (value) => (typeof value === 'string' ? value.trim() : value),
    isValid: (value) => isText(value, min, max) && (!isShown || isVisible(value)),
    problem: (value) => (isShown && isText(value, min, max) ? HIDDEN_PROBLEM : problem),
    api: { type: String, maxLength: max, ...(min > 0 && { minLength: min }) },
  });
}

/** Text that must match a pattern, once `read` has brought it into its canonical form. */
export function Pattern({
  pattern,
  problem,
  read,
  ...options
}: FieldOptions & { pattern: RegExp; problem: string; read?: (text: string) => string }): PropertyDecorator {
  return field(options, {
    name: 'matchesPattern',
    read: (value) => (read && typeof value === 'string' && value.length <= MAX_UNREAD_LENGTH ? read(value) : value),
    isValid: (value) => typeof value === 'string' && pattern.test(value),
    problem,
    // What is sent may be written more freely than what is kept.
    api: { type: String, ...(read ? { maxLength: MAX_UNREAD_LENGTH } : { pattern: pattern.source }) },
  });
}

/** A new password. Its length counts characters of any script, not bytes; nothing of it is dropped. */
export function PasswordText(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isPassword',
    isValid: (value) => isText(value, MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH),
    problem: `must be ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    api: {
      type: String,
      format: 'password',
      minLength: MIN_PASSWORD_LENGTH,
      maxLength: MAX_PASSWORD_LENGTH,
      example: 'correct horse battery',
    },
  });
}

/** One of a closed set of words, which the OpenAPI document names `enumName`. */
export function OneOf(
  choices: readonly string[],
  { enumName, ...options }: FieldOptions & { enumName: string },
): PropertyDecorator {
  return field(options, {
    name: 'isOneOf',
    isValid: (value) => typeof value === 'string' && choices.includes(value),
    problem: `must be one of ${choices.join(', ')}`,
    api: { enum: [...choices], enumName },
  });
}

/** A boolean; forms send it as the words true and false. */
export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isFlag',
    read: (value) => (value === 'true' ? true : value === 'false' ? false : value),
    isValid: (value) => typeof value === 'boolean',
    problem: 'must be true or false',
    api: { type: Boolean },
  });
}

/** A whole number; queries and forms send it as digits. */
export function Integer({
  min,
  max,
  default: fallback,
  ...options
}: FieldOptions & { min: number; max: number; default?: number }): PropertyDecorator {
  return field(
    { ...options, optional: options.optional ?? fallback !== undefined },
    {
      name: 'isInteger',
      read: (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
      isValid: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
      problem: `must be a whole number from ${min} to ${max}`,
      api: { type: 'integer', minimum: min, maximum: max, ...(fallback !== undefined && { default: fallback }) },
    },
  );
}

/** An amount of money that a client sends back to be compared: any number, so that only the comparison refuses it. */
export function Amount(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isAmount',
    read: (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
    isValid: (value) => Number.isFinite(value),
    problem: 'must be a number',
    api: { type: 'integer', minimum: 1, maximum: MAX_AMOUNT },
  });
}

/** An ISO 8601 date, or date and time with its offset, read as a Date. */
export function Moment(options: FieldOptions = {}): PropertyDecorator {
  return field(options, {
    name: 'isMoment',
    read: (value) =>
      typeof value === 'string' && ISO_DATE.test(value) && isDayOfCalendar(value) ? new Date(value) : value,
    isValid: (value) => value instanceof Date && isYearOfFourDigits(value),
    problem: 'must be an ISO 8601 date such as 2026-11-22 or 2026-11-22T10:00:00Z',
    api: { type: String, format: 'date-time', example: '2026-11-22T10:00:00.000Z' },
  });
}

/** The nextCursor of an earlier page. */
export function Cursor(): PropertyDecorator {
  return field(
    { optional: true, description: 'The `nextCursor` of the page before.' },
    {
      name: 'isCursor',
      isValid: (value) => typeof value === 'string' && value.length <= MAX_CURSOR_LENGTH && /^[\w-]+$/.test(value),
      problem: 'must be the nextCursor of an earlier page',
      api: { type: String, maxLength: MAX_CURSOR_LENGTH },
    },
  );
}

/** A small map from names to texts. */
export function TextMap({
  maxEntries,
  maxKey,
  maxValue,
  ...options
}: FieldOptions & { maxEntries: number; maxKey: number; maxValue: number }): PropertyDecorator {
  const isMap = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return (
      entries.length <= maxEntries &&
      entries.every(([key, text]) => isText(key, 1, maxKey) && isText(text, 0, maxValue))
    );
  };
  const isShowable = (value: unknown): boolean =>
    Object.entries(value as Record<string, string>).every((texts) => texts.every(isVisible));
  return field(options, {
    name: 'isTextMap',
    isValid: (value) => isMap(value) && isShowable(value),
    problem: (value) =>
      isMap(value)
        ? HIDDEN_PROBLEM
        : `must be at most ${maxEntries} pairs of a name (1 to ${maxKey} characters) and a text (at most ${maxValue}), none of them named ${RESERVED_NAMES.join(', ')}`,
    api: { type: 'object', additionalProperties: { type: 'string', maxLength: maxValue }, maxProperties: maxEntries },
  });
}

/** The field may be absent; null counts as absent. For fields that no decorator above describes. */
export function Optional(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => value ?? undefined),
    ValidateIf((_object, value) => value !== undefined),
  );
}

/** Whether a text is an e-mail address that may be stored, shown and written to. */
export function isEmailAddress(text: string): boolean {
  return text.length <= MAX_EMAIL_LENGTH && text.isWellFormed() && !NOT_IN_EMAIL.test(text) && isEmail(text);
}

interface FieldRule {
  name: string;
  read?: (value: unknown) => unknown;
  isValid: (value: unknown) => boolean;
  /** Follows the field's name in a sentence; may depend on the value as it was read. */
  problem: string | ((value: unknown) => string);
  api: ApiPropertyOptions;
}

function field(
  { optional = false, description, example, deprecated }: FieldOptions,
  rule: FieldRule,
): PropertyDecorator {
  const read = rule.read ?? ((value: unknown) => value);
  const api = {
    ...rule.api,
    required: !optional,
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
    ...(deprecated && { deprecated }),
  } as ApiPropertyOptions;
  return applyDecorators(
    ApiProperty(api),
    // What was sent and not `value`, out of which class-transformer leaves keys that are named like methods.
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
      const sent = obj[key];
      return sent === null && optional ? undefined : read(sent);
    }),
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ValidateBy({
      name: rule.name,
      validator: {
        validate: rule.isValid,
        defaultMessage: (args) => `${args?.property ?? 'field'} ${problemOf(rule, args?.value)}`,
      },
    }),
  );
}

function problemOf({ problem }: FieldRule, value: unknown): string {
  return typeof problem === 'string' ? problem : problem(value);
}

function isText(value: unknown, min: number, max: number): value is string {
  if (typeof value !== 'string' || value.length > 2 * max || !isPlain(value)) return false;
  const length = [...value].length;
  return length >= min && length <= max;
}

/** Whether every engine and client can hold the text: no NUL, no other control characters, no half surrogate pairs. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !CONTROL_CHARACTER.test(text);
}

/** JavaScript takes the thirtieth of February for the second of March. */
function isDayOfCalendar(isoDate: string): boolean {
  const day = isoDate.slice(0, 'YYYY-MM-DD'.length);
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

function isYearOfFourDigits(moment: Date): boolean {
  const year = moment.getUTCFullYear();
  return year >= 1000 && year <= 9999;
}
