import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** What is wrong with one field; `field` is a path such as `routes.0.path`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A request body or query that cannot be accepted, with every reason. */
export class InvalidFieldsError extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super(`invalid fields: ${fields.map(({ field }) => field).join(', ')}`);
    this.name = 'InvalidFieldsError';
  }
}

function flatten(errors: readonly ValidationError[], prefix = ''): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = prefix + property;
    const messages = Object.values(constraints ?? {}).map((message) => ({
      field,
      message: describe(message, property),
    }));
    return [...messages, ...flatten(children ?? [], `${field}.`)];
  });
}

/** class-validator begins most messages with the property; ours follow it. */
const describe = (message: string, property: string): string =>
  message.startsWith(property) || message.startsWith('each value') ? message : `${property} ${message}`;

/** Bodies and queries become instances of their DTO classes; what a class does not know is refused. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new InvalidFieldsError(flatten(errors)),
  });
}
