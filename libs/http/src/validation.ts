import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { AppError, CommonErrors, type FieldProblem, invalidFields } from './app-error.js';
import { PHONE_CONSTRAINT } from './fields.js';

/** Validates every request against its DTO: unknown fields are dropped, invalid ones reported by name. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
    exceptionFactory: toValidationError,
  });
}

function toValidationError(errors: ValidationError[]): AppError {
  const failures = errors.flatMap((error) => listFailures(error, ''));
  const details = failures.map(({ field, message }): FieldProblem => ({ field, message }));
  const isPhoneOnly = failures.every((failure) => failure.constraint === PHONE_CONSTRAINT);
  return isPhoneOnly ? new AppError(CommonErrors.INVALID_PHONE) : invalidFields(...details);
}

interface Failure extends FieldProblem {
  constraint: string;
}

function listFailures(error: ValidationError, parent: string): Failure[] {
  const field = `${parent}${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({ field, message, constraint }));
  return [...own, ...(error.children ?? []).flatMap((child) => listFailures(child, `${field}.`))];
}
