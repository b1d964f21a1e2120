import {
  describeFieldProblem,
  type FieldProblemCode,
  type FieldProblemValues,
  type KnownFieldProblem,
} from '@gatehouse/dto';
import type { ValidationError } from 'class-validator';

/** What is wrong with one field; `field` is a path such as `routes.0.path`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  /** The constraint that was broken, as class-validator calls it: `isEmail`. */
  readonly code?: string;
  /** What the constraint allows at most or at least; where the message is class-validator's own. */
  readonly limit?: number;
  /** For words in another language, where the message names something. */
  readonly values?: Readonly<Record<string, string>>;
  /** Where in a document it is, from 1; null where that is not known. */
  readonly line?: number | null;
  /** JSON Pointer, as far as it is short. */
  readonly pointer?: string;
}

/** One that depends on something else: by its code, and with what its text leaves open. */
export function fieldProblem<Code extends FieldProblemCode>(
  field: string,
  code: Code,
  ...[values]: FieldProblemValues<Code>
): FieldProblem {
  const message = describeFieldProblem(code, values);
  return values === undefined ? { field, message, code } : { field, message, code, values };
}

/** The same of a code that comes with its values. */
export function tellFieldProblem(field: string, { code, values }: KnownFieldProblem): FieldProblem {
  const message = describeFieldProblem(code, values);
  return values === undefined ? { field, message, code } : { field, message, code, values };
}

/** How class-validator ends its messages about amounts. */
const AMOUNT =
  /(?:equal to|no more than|at least|not be (?:greater|less) than) (-?\d+)(?: characters| elements)?$/;
const AMOUNTS = new Set(['maxLength', 'minLength', 'isLength', 'max', 'min', 'arrayMaxSize', 'arrayMinSize']);

function findLimit(constraint: string, message: string): number | undefined {
  const amount = AMOUNTS.has(constraint) ? AMOUNT.exec(message)?.[1] : undefined;
  return amount === undefined ? undefined : Number(amount);
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
    const messages = Object.entries(constraints ?? {}).map(([constraint, message]) => {
      const limit = findLimit(constraint, message);
      return {
        field,
        message: describe(constraint, message, property),
        code: constraint,
        ...(limit !== undefined && { limit }),
      };
    });
    return [...messages, ...toFieldProblems(children ?? [], `${field}.`)];
  });
}
