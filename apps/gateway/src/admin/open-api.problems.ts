import { ADMIN_PROBLEMS } from '@gatehouse/dto';
import { integer, list, object, ref, type Schema, text } from './open-api.schemas.js';

/** What stands beside a code. */
export const SAID_VALUES: Schema = {
  type: 'object',
  additionalProperties: text,
  description: 'What the sentence names, by the name that it has in the words for the code.',
};

/** RFC 9457, with members of our own (§3.2). */
export const PROBLEM_ANSWERS: Readonly<Record<string, Schema>> = {
  Problem: object(
    {
      title: text,
      status: integer,
      detail: text,
      code: {
        type: 'string',
        description:
          'Which refusal it is: for programs, and for words in another language. A code stays what it is; more may come.',
        examples: Object.keys(ADMIN_PROBLEMS),
      },
      values: SAID_VALUES,
      errors: list(ref('FieldProblem')),
      requestId: text,
    },
    ['values', 'errors'],
  ),
  FieldProblem: object(
    {
      field: text,
      message: text,
      code: text,
      limit: integer,
      values: SAID_VALUES,
      line: integer,
      pointer: text,
    },
    ['code', 'limit', 'values', 'line', 'pointer'],
  ),
};
