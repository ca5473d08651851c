import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { Optional } from '@app/http';

/** Far more than any password may have. */
const MAX_LENGTH = 200;

/**
 * A password that is to be compared with the one that was set. Unlike other text it is taken as it is, white space at its
 * ends included, and whatever no password can be is just a wrong one.
 */
export function GivenPassword({
  optional = false,
  ...api
}: {
  optional?: boolean;
  description?: string;
  example?: string;
}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, minLength: 1, maxLength: MAX_LENGTH, required: !optional, ...api }),
    ...(optional ? [Optional()] : []),
    ValidateBy({
      name: 'isGivenPassword',
      validator: {
        validate: (value) =>
          typeof value === 'string' &&
          value.length > 0 &&
          value.length <= 2 * MAX_LENGTH &&
          [...value].length <= MAX_LENGTH,
        defaultMessage: (args) => `${args?.property ?? 'password'} must be 1 to ${MAX_LENGTH} characters`,
      },
    }),
  );
}
