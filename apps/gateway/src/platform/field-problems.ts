import type { ValidationError } from 'class-validator';

/** What is wrong with one field; `field` is a path such as `routes.0.path`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** class-validator begins most messages with the property; ours follow it. */
function describe(constraint: string, message: string, property: string): string {
  if (constraint === 'whitelistValidation') return `${property} is not known here`;
  return message.startsWith(property) || message.startsWith('each value')
    ? message
    : `${property} ${message}`;
}

/** What class-validator found, in the order of the fields. */
export function toFieldProblems(errors: readonly ValidationError[], prefix = ''): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = prefix + property;
    const messages = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
      field,
      message: describe(constraint, message, property),
    }));
    return [...messages, ...toFieldProblems(children ?? [], `${field}.`)];
  });
}
