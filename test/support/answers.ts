import type { Answer } from './api-client.js';

/** The fields that an answer of each kind has: these and no others. */
export const FIELDS = {
  user: [
    'id',
    'email',
    'emailVerified',
    'phone',
    'name',
    'isPremium',
    'plan',
    'hasCarInfo',
    'selectedTemplate',
    'premiumExpiryDate',
    'preferences',
    'role',
    'createdAt',
    'updatedAt',
  ],
  preferences: ['notifyByEmail', 'contactVisibility', 'language'],
  car: [
    'id',
    'userId',
    'carNumber',
    'carModel',
    'customMessage',
    'customFields',
    'selectedTemplate',
    'qrCode',
    'scanUrl',
    'createdAt',
    'updatedAt',
  ],
  scannedCar: ['id', 'carNumber', 'carModel', 'customMessage', 'customFields', 'selectedTemplate', 'owner'],
  owner: ['name', 'phone', 'email'],
  activity: [
    'id',
    'carId',
    'qrCode',
    'scannerPhone',
    'scannerEmail',
    'notes',
    'reason',
    'via',
    'timestamp',
    'readAt',
    'resolvedAt',
  ],
  payment: [
    'id',
    'userId',
    'orderId',
    'paymentId',
    'amount',
    'currency',
    'key',
    'status',
    'planDuration',
    'premiumExpiryDate',
    'verifiedAt',
    'createdAt',
  ],
  pagination: ['total', 'limit', 'offset', 'nextCursor'],
} as const;

/** Expects exactly the fields of a kind. */
export function expectFields(value: object, kind: keyof typeof FIELDS): void {
  expect(Object.keys(value).sort()).toEqual([...FIELDS[kind]].sort());
}

/** Expects a refusal with its status and code, in the envelope of every failure. */
export function expectRefusal({ status, body }: Answer, refusal: readonly [status: number, code: string]): void {
  expect([status, body.code]).toEqual(refusal);
  expect(body).toMatchObject({ success: false, error: body.message, requestId: expect.any(String) });
}

/** Expects 422 VALIDATION_FAILED for just these fields. */
export function expectInvalid(answer: Answer, ...fields: string[]): void {
  expectRefusal(answer, [422, 'VALIDATION_FAILED']);
  expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual(fields);
}

/** All that a caller can tell of an answer, save what names the request and its moment. */
export function visibleParts({ status, headers, text, body }: Answer): object {
  const shown = [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  return { status, headers: shown, text: text.replace(body.requestId, '') };
}

/** Everything that came over the wire, as text to search in. */
export function rawText({ headers, text }: Answer): string {
  return `${JSON.stringify([...headers])}\n${text}`;
}

/** Runs the same call many times at the same moment. */
export function simultaneously<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

/** How often each value occurs. */
export function tally(values: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The digits of a phone number without its country code, in which it would show whatever its spelling. */
export const subscriberOf = (phone: string): string => phone.slice(-10);
