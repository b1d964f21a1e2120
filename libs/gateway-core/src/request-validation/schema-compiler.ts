import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { createBoundedPattern } from './bounded-pattern.js';
import { type ApiContract, CONTRACT_ID, type JsonSchema } from './contract.js';

export type SchemaValidator = ValidateFunction;
export type CompileSchema = (schema: JsonSchema) => SchemaValidator;

/** One text for what is equal (JSON Schema §4.2.2): members in any order. */
const toCanonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

const areUnique = (values: readonly unknown[]): boolean =>
  new Set(values.map(toCanonicalText)).size === values.length;

/** @returns compiles schemas that may refer to those of the contract */
export function createSchemaCompiler({ schemas }: Pick<ApiContract, 'schemas'>): CompileSchema {
  const regExp = Object.assign(createBoundedPattern, { code: 'createBoundedPattern' });
  const ajv = new Ajv2020({
    // What a document says beyond JSON Schema is not ours to judge; what cannot be compiled throws all the same.
    strict: false,
    validateSchema: false,
    // Errors are made of what others send: the first is enough.
    allErrors: false,
    logger: false,
    addUsedSchema: false,
    code: { regExp },
  });
  ajvFormats.default(ajv);
  // Its own compares each item with each other one.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    error: { message: 'must not have the same item twice' },
    validate: (isWanted: boolean, values: readonly unknown[]) => !isWanted || areUnique(values),
  });
  ajv.addSchema({ $id: CONTRACT_ID, schemas });
  return (schema) => ajv.compile(schema);
}

const describe = ({ keyword, message = 'is not valid', params }: ErrorObject): string => {
  const { additionalProperty, allowedValues } = params as Record<string, unknown>;
  if (keyword === 'additionalProperties') {
    return `must not have the property "${String(additionalProperty).slice(0, 60)}"`;
  }
  if (keyword === 'enum') return `must be one of ${JSON.stringify(allowedValues).slice(0, 200)}`;
  return message.slice(0, 300);
};

/** What a validator found: where (a JSON Pointer) and what, without anything of the value itself. */
export function describeFirstError(errors: SchemaValidator['errors']): {
  readonly pointer: string;
  readonly detail: string;
} {
  // Of alternatives none of which fits, the last error is about all of them.
  const error = errors?.at(-1);
  return error === undefined
    ? { pointer: '', detail: 'is not valid' }
    : { pointer: error.instancePath, detail: describe(error) };
}
