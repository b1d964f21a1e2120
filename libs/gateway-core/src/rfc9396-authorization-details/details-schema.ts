import type { PatternBudget } from '../request-validation/bounded-pattern.js';
import { createValidator, type SchemaCheck, toSchemaCheck } from '../request-validation/schema-compiler.js';

export const MAX_DETAILS_SCHEMA_LENGTH = 20_000;
const MAX_DEPTH = 20;
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Why a text is no schema of a type of authorization details; each for one thing to mend. */
export type DetailsSchemaProblem =
  | {
      readonly code:
        | 'details-schema-no-json'
        | 'details-schema-no-object'
        | 'details-schema-too-deep'
        | 'details-schema-other-draft';
    }
  | {
      readonly code: 'details-schema-reference' | 'details-schema-keyword' | 'details-schema-invalid';
      readonly values: { readonly what: string };
    };

type ObjectSchema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is ObjectSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readObject(text: string): ObjectSchema | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// They name a schema, so that others could refer to it: nothing outside of one is ever read.
const NAMING: ReadonlySet<string> = new Set([
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$vocabulary',
]);
// Values are nobody's schemas.
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples']);

function findBelow(value: unknown, root: ObjectSchema, depth: number): DetailsSchemaProblem | undefined {
  if (depth > MAX_DEPTH) return { code: 'details-schema-too-deep' };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const problem =
      findKeywordProblem(name, inner, root) ??
      (DATA.has(name) ? undefined : findBelow(inner, root, depth + 1));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findKeywordProblem(
  name: string,
  value: unknown,
  root: ObjectSchema,
): DetailsSchemaProblem | undefined {
  // Of a property that happens to be called so, the value is a schema.
  if (typeof value !== 'string') return undefined;
  if (NAMING.has(name)) return { code: 'details-schema-keyword', values: { what: name } };
  if (name !== '$ref') return undefined;
  const [, key = ''] = /^#\/\$defs\/([^/~%]+)$/.exec(value) ?? [];
  const defined = root['$defs'];
  return isObject(defined) && Object.hasOwn(defined, key)
    ? undefined
    : { code: 'details-schema-reference', values: { what: value.slice(0, 100) } };
}

/** As typed, and more: `type` is every detail's own, and what a schema does not name is unknown (RFC 9396 §5). */
function complete(schema: ObjectSchema): ObjectSchema {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const isClosed = 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
  return {
    ...schema,
    properties: { type: true, ...properties },
    ...(!isClosed && { unevaluatedProperties: false }),
  };
}

function compile(schema: ObjectSchema): SchemaCheck {
  const budget: PatternBudget = { spentMs: 0 };
  return toSchemaCheck(createValidator(budget).compile(complete(schema)), budget);
}

/** What is wrong with the schema of a type, the first thing; undefined: nothing. */
export function findDetailsSchemaProblem(text: string): DetailsSchemaProblem | undefined {
  const schema = readObject(text);
  if (schema === undefined) return { code: 'details-schema-no-json' };
  if (schema['type'] !== 'object') return { code: 'details-schema-no-object' };
  if ((schema['$schema'] ?? DRAFT) !== DRAFT) return { code: 'details-schema-other-draft' };
  const problem = findBelow(schema, schema, 0);
  if (problem !== undefined) return problem;
  const validator = createValidator({ spentMs: 0 });
  const isSchema = validator.validateSchema({ ...schema, $schema: DRAFT });
  if (isSchema !== true) {
    const { instancePath = '', message = '' } = validator.errors?.at(-1) ?? {};
    return { code: 'details-schema-invalid', values: { what: `${instancePath} ${message}`.trim() } };
  }
  try {
    compile(schema);
    return undefined;
  } catch (error) {
    return { code: 'details-schema-invalid', values: { what: (error as Error).message.slice(0, 200) } };
  }
}

/** Compiles the schema of a type, once. @param text one without a problem */
export function compileDetailsSchema(text: string): SchemaCheck {
  const schema = readObject(text);
  if (schema === undefined) throw new Error('the schema of a type of authorization details cannot be read');
  return compile(schema);
}
