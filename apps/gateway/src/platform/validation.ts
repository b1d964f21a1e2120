import { type PipeTransform, ValidationPipe } from '@nestjs/common';
import { type FieldProblem, toFieldProblems } from './field-problems.js';
import { findUnreadableText } from './readable-text.js';

export { type FieldProblem, fieldProblem } from './field-problems.js';

/** A request body or query that cannot be accepted, with every reason. */
export class InvalidFieldsError extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super(`invalid fields: ${fields.map(({ field }) => field).join(', ')}`);
    this.name = 'InvalidFieldsError';
  }
}

/** Bodies and queries become instances of their DTO classes; what a class does not know, or nobody can read, is refused. */
export function createValidationPipe(): PipeTransform {
  const classes = new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new InvalidFieldsError(toFieldProblems(errors)),
  });
  return {
    transform(value: unknown, metadata): Promise<unknown> {
      const isSent = metadata.type === 'body' || metadata.type === 'query';
      const problem = isSent ? findUnreadableText(value) : undefined;
      if (problem !== undefined) throw new InvalidFieldsError([problem]);
      return classes.transform(value, metadata);
    },
  };
}
