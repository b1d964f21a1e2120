import { ValidationPipe } from '@nestjs/common';
import { type FieldProblem, toFieldProblems } from './field-problems.js';

export type { FieldProblem } from './field-problems.js';

/** A request body or query that cannot be accepted, with every reason. */
export class InvalidFieldsError extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super(`invalid fields: ${fields.map(({ field }) => field).join(', ')}`);
    this.name = 'InvalidFieldsError';
  }
}

/** Bodies and queries become instances of their DTO classes; what a class does not know is refused. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new InvalidFieldsError(toFieldProblems(errors)),
  });
}
