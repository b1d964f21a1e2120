import type { KnownFieldProblem } from '@gatehouse/dto/field-problems';
import { tell, type ToldFinding } from './tell-findings.js';

const MAX_PROBLEMS = 10;
const MAX_REASON = 300;

interface SchemaError {
  readonly instancePath?: string;
  readonly keyword?: unknown;
  readonly message?: string;
  readonly params?: { readonly missingProperty?: unknown };
}

/** The validator's sentences that have words of their own: a pattern, and what each names. */
const SENTENCES: readonly (readonly [RegExp, (named: string) => KnownFieldProblem])[] = [
  [
    /^must have required property '(.+)'$/,
    (member) => ({ code: 'openapi-member-missing', values: { member } }),
  ],
  [
    /^must NOT have (additional|unevaluated) properties$/,
    (kind) => ({ code: 'openapi-member-unknown', values: { kind } }),
  ],
  [/^must be equal to (.+)$/, (what) => ({ code: 'openapi-member-not-offered', values: { what } })],
  [
    /^must be ((?:array|boolean|integer|null|number|object|string)(?:,\w+)*)$/,
    (type) => ({ code: 'openapi-member-of-other-type', values: { type } }),
  ],
  [
    /^must match ((?:pattern|format) .+)$/,
    (what) => ({ code: 'openapi-member-of-other-form', values: { what } }),
  ],
];

function toProblem(reason: string): KnownFieldProblem {
  const found = SENTENCES.flatMap(([pattern, make]) => {
    const named = pattern.exec(reason)?.[1];
    return named === undefined ? [] : [make(named)];
  });
  return found[0] ?? { code: 'openapi-member-invalid', values: { reason } };
}

/** What a validator of OpenAPI finds; what it says about alternatives says nothing that the rest does not. */
export function describeInvalid(error: unknown): ToldFinding[] {
  const { details } = error as { readonly details?: unknown };
  const errors = (Array.isArray(details) ? details : []) as readonly SchemaError[];
  const telling = errors.filter(
    ({ keyword, params }) =>
      !['oneOf', 'anyOf', 'if', 'not'].includes(String(keyword)) && params?.missingProperty !== '$ref',
  );
  const found = (telling.length > 0 ? telling : errors).map(({ instancePath, message }) =>
    tell(instancePath ?? '', toProblem((message ?? 'is not valid').slice(0, MAX_REASON))),
  );
  const distinct = [...new Map(found.map((one) => [`${one.pointer} ${one.message}`, one])).values()];
  return distinct.length > 0 ? distinct.slice(0, MAX_PROBLEMS) : [tell('', { code: 'openapi-invalid' })];
}
