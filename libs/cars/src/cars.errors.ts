import type { ErrorDefinition } from '@app/http';

export const CarErrors = {
  CAR_NOT_FOUND: { code: 'CAR_NOT_FOUND', status: 404, message: 'There is no such car.' },
} as const satisfies Record<string, ErrorDefinition>;
