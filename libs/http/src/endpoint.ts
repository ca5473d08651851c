import { HttpCode, type Type, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Access, AdminOnly, OptionalAuth, Public } from './access.decorators.js';
import { CommonErrors, type ErrorDefinition } from './app-error.js';
import { ErrorResponse } from './error-response.dto.js';
import { IpLimit } from './ip-limit.guard.js';
import type { RequestLimit } from './request-limits.js';

export interface EndpointOptions {
  summary: string;
  description?: string;
  /** Who may call it; only the signed-in when absent. */
  access?: Access;
  /** The class of the answer's envelope, or the media type of an answer that is not JSON. */
  answer: Type | string;
  /** An older spelling that stays for the clients that use it. */
  deprecated?: boolean;
  /** 200 unless said otherwise; a route that may answer with either documents both. */
  status?: 200 | 201 | readonly (200 | 201)[];
  /** How often one address may call it. */
  limit?: RequestLimit;
  /** What it may refuse with, beside what every route may. */
  errors?: readonly ErrorDefinition[];
}

/** Says all there is to say about a route at once, to the guards and to the OpenAPI document. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const statuses = [options.status ?? 200].flat() as number[];
  return applyDecorators(
    HttpCode(statuses[0] ?? 200),
    ApiOperation({
      summary: options.summary,
      ...(options.description && { description: options.description }),
      ...(options.deprecated && { deprecated: true }),
    }),
    ApiConsumes('application/json', 'application/x-www-form-urlencoded'),
    ...statuses.map((status) => ApiResponse({ status, description: options.summary, ...contentOf(options.answer) })),
    ...accessDecorators(options.access),
    ...(options.limit ? [IpLimit(options.limit)] : []),
    ApiErrors(...errorsOf(options)),
  );
}

function contentOf(
  answer: Type | string,
): { type: Type } | { content: Record<string, { schema: { type: 'string' } }> } {
  return typeof answer === 'string' ? { content: { [answer]: { schema: { type: 'string' } } } } : { type: answer };
}

function accessDecorators(access: Access | undefined): (MethodDecorator & ClassDecorator)[] {
  switch (access) {
    case 'public':
      return [Public()];
    case 'optional':
      return [OptionalAuth(), ApiBearerAuth(), ApiSecurity({})];
    case 'admin':
      return [AdminOnly(), ApiBearerAuth()];
    case undefined:
      return [ApiBearerAuth()];
  }
}

function errorsOf({ access, limit, errors = [] }: EndpointOptions): ErrorDefinition[] {
  return [
    ...(access === 'public' ? [] : [CommonErrors.UNAUTHORIZED]),
    ...(access === 'admin' ? [CommonErrors.FORBIDDEN] : []),
    ...(limit ? [CommonErrors.RATE_LIMITED] : []),
    ...errors,
    CommonErrors.SERVER_ERROR,
    CommonErrors.SERVICE_UNAVAILABLE,
  ];
}

/** Documents the refusals of a route, one response a status with an example for each code. */
export function ApiErrors(...errors: readonly ErrorDefinition[]): MethodDecorator & ClassDecorator {
  const unique = [...new Set(errors)];
  const statuses = [...new Set(unique.map((error) => error.status))];
  const responses = statuses.map((status) =>
    errorResponse(
      status,
      unique.filter((error) => error.status === status),
    ),
  );
  return applyDecorators(ApiExtraModels(ErrorResponse), ...responses.map((response) => ApiResponse(response)));
}

/** The OpenAPI response of one status, which a client tells apart by `code`. */
export function errorResponse(
  status: number,
  definitions: readonly ErrorDefinition[],
): { status: number; description: string; content: Record<string, object> } {
  const examples = definitions.map((definition) => [definition.code, { value: exampleOf(definition) }]);
  return {
    status,
    description: definitions.map(({ code }) => `\`${code}\``).join(', '),
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(ErrorResponse) },
        examples: Object.fromEntries(examples) as object,
      },
    },
  };
}

function exampleOf({ code, message, status }: ErrorDefinition): object {
  return {
    success: false,
    error: message,
    code,
    message,
    requestId: '01938a5e-7c11-7abc-8def-012345678901',
    ...((status === 429 || status === 503) && { retryAfter: 30 }),
  };
}

/** The `success: true` of an answer's envelope. */
export const SuccessProperty = (): PropertyDecorator =>
  ApiProperty({ type: Boolean, enum: [true], description: 'Always true.', example: true });

/** The envelope of an answer that is a sentence. */
export class MessageEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ description: 'What has been done, as a sentence.', example: 'You are signed out.' })
  message!: string;
}
