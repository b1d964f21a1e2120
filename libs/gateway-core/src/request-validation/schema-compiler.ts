import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { SchemaValidateFunction } from 'ajv/dist/types/index.js';
import ajvFormats from 'ajv-formats';
import { createBoundedPattern, type PatternBudget, PatternTimeout } from './bounded-pattern.js';
import { findReferred } from './parameter-values.js';
import { type ApiContract, CONTRACT_ID, type JsonSchema } from './contract.js';

/** Why a value is not as its schema has it: where (a JSON Pointer), and what. */
export interface SchemaFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Undefined: the value is as the schema has it. */
export type SchemaCheck = (value: unknown) => SchemaFault | undefined;
export type CompileSchema = (schema: JsonSchema) => SchemaCheck;

type Schemas = ApiContract['schemas'];

/** One text for what is equal (JSON Schema §4.2.2): members in any order. */
const toCanonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

const areUnique = (values: readonly unknown[]): boolean =>
  new Set(values.map(toCanonicalText)).size === values.length;

type Compile = (schema: JsonSchema) => ValidateFunction;

/** Whether what a schema finds depends on what those that it refers to have looked at. */
export const isConnected = (contract: ApiContract): boolean =>
  /"unevaluated(?:Properties|Items)":/.test(JSON.stringify(contract));

/** Compiles with a schema all that it refers to. */
function compileWhole(ajv: Ajv2020, schemas: Schemas): Compile {
  ajv.addSchema({ $id: CONTRACT_ID, schemas });
  return (schema) => ajv.compile(schema);
}

const LAZY = 'x-gatehouse-ref';

/** A copy that refers by a keyword of ours. */
function toLazy(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toLazy);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]: [string, unknown]) =>
      name === '$ref' && typeof value === 'string'
        ? [LAZY, value]
        : // Values are nobody's schemas.
          [name, name === 'enum' && Array.isArray(value) ? value : toLazy(value)],
    ),
  );
}

/**
 * Compiles what a schema refers to when a value comes to it: of a large document nearly all schemas are connected, more
 * than can be compiled at one go while calls wait, or on one stack.
 */
function compileLazily(ajv: Ajv2020, schemas: Schemas): Compile {
  const compiled = new Map<string, ValidateFunction>();
  const find = (reference: string): ValidateFunction => {
    const known = compiled.get(reference);
    if (known !== undefined) return known;
    const schema = findReferred(reference, schemas);
    if (schema === undefined) throw new Error(`nothing is at ${reference}`);
    const made = ajv.compile(toLazy(schema) as JsonSchema);
    compiled.set(reference, made);
    return made;
  };
  const validate: SchemaValidateFunction = (reference: string, value: unknown, _parent, at) => {
    const referred = find(reference);
    if (referred(value)) return true;
    const here = at?.instancePath ?? '';
    validate.errors = (referred.errors ?? []).map((error) => ({
      ...error,
      instancePath: here + error.instancePath,
    }));
    return false;
  };
  ajv.addKeyword({ keyword: LAZY, schemaType: 'string', errors: true, validate });
  return (schema) => ajv.compile(toLazy(schema) as JsonSchema);
}

/** A validator of what others send: it stops at the first fault, and no pattern holds it up for longer than the budget. */
export function createValidator(budget: PatternBudget): Ajv2020 {
  const createPattern = (source: string) => createBoundedPattern(source, budget);
  const ajv = new Ajv2020({
    // What a document says beyond JSON Schema is not ours to judge; what cannot be compiled throws all the same.
    strict: false,
    validateSchema: false,
    // Errors are made of what others send: the first is enough.
    allErrors: false,
    logger: false,
    addUsedSchema: false,
    // A property may be called "constructor": what every object has is not what was sent.
    ownProperties: true,
    code: { regExp: Object.assign(createPattern, { code: 'createPattern' }) },
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
  return ajv;
}

/** What a compiled schema says of a value, within a budget that begins anew with each. */
export const toSchemaCheck =
  (validate: ValidateFunction, budget: PatternBudget): SchemaCheck =>
  (value) => {
    budget.spentMs = 0;
    try {
      return validate(value) ? undefined : describeFirstError(validate.errors);
    } catch (error) {
      // What cannot be told is not let through.
      return { pointer: '', detail: describeGivenUp(error) };
    }
  };

/** @returns compiles schemas that may refer to those of the contract */
export function createSchemaCompiler(contract: ApiContract): CompileSchema {
  const { schemas } = contract;
  const budget: PatternBudget = { spentMs: 0 };
  const ajv = createValidator(budget);
  const compile = isConnected(contract) ? compileWhole(ajv, schemas) : compileLazily(ajv, schemas);
  return (schema) => toSchemaCheck(compile(schema), budget);
}

function describeGivenUp(error: unknown): string {
  if (error instanceof PatternTimeout) return 'must not take long to be matched with a pattern';
  // The stack: by its name, because it may come from the context that patterns are watched in.
  if ((error as Error).name === 'RangeError') return 'must not be nested so deep';
  throw error;
}

const MAX_POINTER = 200;

// Names are what others send: they go to logs, to a database, and to people.
const toPrintable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '\uFFFD');

/** As much of a pointer as is short: what it means then is around the place. */
const shorten = (pointer: string): string =>
  pointer.length <= MAX_POINTER
    ? pointer
    : pointer.slice(0, Math.max(0, pointer.lastIndexOf('/', MAX_POINTER)));

const describe = ({ keyword, message = 'is not valid', params }: ErrorObject): string => {
  const { additionalProperty, unevaluatedProperty, allowedValues } = params as Record<string, unknown>;
  const unknown = additionalProperty ?? unevaluatedProperty;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    return `must not have the property "${String(unknown).slice(0, 60)}"`;
  }
  if (keyword === 'enum') return `must be one of ${JSON.stringify(allowedValues).slice(0, 200)}`;
  return message.slice(0, 300);
};

/** What a validator found, without anything of a value itself. */
function describeFirstError(errors: readonly ErrorObject[] | null | undefined): SchemaFault {
  // Of alternatives none of which fits, the last error is about all of them.
  const error = errors?.at(-1);
  return error === undefined
    ? { pointer: '', detail: 'is not valid' }
    : { pointer: toPrintable(shorten(error.instancePath)), detail: toPrintable(describe(error)) };
}
