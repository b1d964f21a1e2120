import { createHash } from 'node:crypto';
import { CONTRACT_ID, type JsonSchema } from '../request-validation/contract.js';
import {
  escapePointer,
  findAt,
  follow,
  isObject,
  type JsonObject,
  member,
  parseInnerReference,
  toList,
  toObject,
  toTexts,
} from './json.js';
import { leaveOutUnreadable } from './patterns.js';

/** Which JSON Schema a document speaks: OpenAPI 3.0 has one of its own, 3.1 draft 2020-12. */
export type Dialect = '3.0' | '3.1';

/** Turns the schemas of a document into draft 2020-12 ones that know nothing of the document. */
export interface SchemaCollector {
  convert(schema: unknown): JsonSchema;
  /** What was converted has these, which are left out: they are no regular expressions. */
  readonly unreadablePatterns: ReadonlySet<string>;
  /** What all that was converted refers to, by name. */
  finish(): Readonly<Record<string, JsonSchema>>;
  /** Changes when one of the schemas, or one that they refer to, does. After `finish`. */
  fingerprint(schemas: readonly JsonSchema[]): string;
}

const ASSERTIONS = [
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'dependentRequired',
  'format',
];
const WITH_SCHEMA = [
  'not',
  'additionalProperties',
  'items',
  'contains',
  'if',
  'then',
  'else',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const WITH_SCHEMAS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const WITH_NAMED_SCHEMAS = ['properties', 'patternProperties', 'dependentSchemas'];

const COMPONENT = /^\/components\/schemas\/([^/]+)$/;
const toName = (pointer: string): string => COMPONENT.exec(pointer)?.[1] ?? pointer;
const REFERENCE_PREFIX = `${CONTRACT_ID}#/schemas/`;
const toReference = (name: string): string => REFERENCE_PREFIX + encodeURIComponent(escapePointer(name));

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** OpenAPI 3.0 §4.7.24: `nullable`, and bounds that are excluded by a flag. */
function modernize(schema: JsonObject, converted: Record<string, unknown>): void {
  const { nullable, exclusiveMaximum, exclusiveMinimum, maximum, minimum } = schema;
  delete converted['exclusiveMaximum'];
  delete converted['exclusiveMinimum'];
  if (exclusiveMaximum === true && maximum !== undefined) {
    converted['exclusiveMaximum'] = maximum;
    delete converted['maximum'];
  }
  if (exclusiveMinimum === true && minimum !== undefined) {
    converted['exclusiveMinimum'] = minimum;
    delete converted['minimum'];
  }
  if (nullable !== true || typeof converted['type'] !== 'string') return;
  converted['type'] = [converted['type'], 'null'];
  const values = converted['enum'];
  if (Array.isArray(values) && !values.includes(null)) converted['enum'] = [...(values as unknown[]), null];
}

const MAX_PARTS = 50;

/** Schemas that are one: those of allOf, and of theirs. */
function listAllOf(root: unknown, schema: JsonObject): readonly JsonObject[] {
  const parts = [schema];
  for (let index = 0; index < parts.length && parts.length < MAX_PARTS; index += 1) {
    const own = toList(member(parts[index] ?? {}, 'allOf')).slice(0, MAX_PARTS);
    parts.push(...own.map((part) => follow(root, part)));
  }
  return parts;
}

/** What a schema says of itself, or what it refers to does. */
const isReadOnly = (root: unknown, schema: unknown): boolean =>
  [toObject(schema), follow(root, schema)].some((one) => member(one, 'readOnly') === true);

/** Names of the properties that are for answers alone, of schemas that are one. */
const listReadOnly = (root: unknown, parts: readonly JsonObject[]): readonly string[] =>
  parts.flatMap((part) =>
    Object.entries(toObject(member(part, 'properties')))
      .filter(([, property]) => isReadOnly(root, property))
      .map(([name]) => name),
  );

/** Every name that a schema refers to. */
function listReferences(schema: JsonSchema): string[] {
  const names: string[] = [];
  const waiting: unknown[] = [schema];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const reference = (value as JsonObject)['$ref'];
    if (typeof reference === 'string') names.push(reference.slice(REFERENCE_PREFIX.length));
    waiting.push(...(Object.values(value) as unknown[]).filter((inner) => inner !== undefined));
  }
  return names;
}

/** A schema of the contract, and those that it refers to, for a fingerprint. */
interface Digest {
  readonly digest: string;
  readonly references: readonly string[];
}

function fingerprint(schemas: readonly JsonSchema[], digests: ReadonlyMap<string, Digest>): string {
  const seen = new Set<string>();
  const names = schemas.flatMap(listReferences);
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    names.push(...(digests.get(name)?.references ?? []));
  }
  const parts = [...seen].sort().map((name) => `${name} ${digests.get(name)?.digest ?? ''}`);
  return hash(JSON.stringify([schemas, parts]));
}

interface Surroundings {
  readonly root: unknown;
  readonly dialect: Dialect;
  /** How the contract refers to what a document does; undefined: not at all. */
  readonly refer: (reference: string) => string | undefined;
  readonly unreadablePatterns: Set<string>;
}

type Convert = (schema: unknown, readOnly?: readonly string[]) => JsonSchema;

/** @returns converts a schema; `readOnly` names properties that other parts of it say are for answers alone */
function createConverter({ root, dialect, refer, unreadablePatterns }: Surroundings): Convert {
  function convert(schema: unknown, readOnly: readonly string[] = []): JsonSchema {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    const reference = typeof schema['$ref'] === 'string' ? refer(schema['$ref']) : undefined;
    // OpenAPI 3.0 §4.7.23: what stands beside a reference is ignored.
    if (reference !== undefined && dialect === '3.0') return { $ref: reference };
    const converted: Record<string, unknown> = reference === undefined ? {} : { $ref: reference };
    for (const name of ASSERTIONS) if (Object.hasOwn(schema, name)) converted[name] = schema[name];
    for (const name of WITH_SCHEMA) if (Object.hasOwn(schema, name)) converted[name] = convert(schema[name]);
    // OpenAPI 3.0 §4.7.24.1: a property that is for answers alone need not be in a request.
    const optional = new Set([...readOnly, ...listReadOnly(root, listAllOf(root, schema))]);
    for (const name of WITH_SCHEMAS) {
      const list = toList(member(schema, name));
      // Parts of one are about the same properties.
      const inherited = name === 'allOf' ? [...optional] : [];
      if (list.length > 0) converted[name] = list.map((one) => convert(one, inherited));
    }
    for (const name of WITH_NAMED_SCHEMAS) {
      const named = member(schema, name);
      if (!isObject(named)) continue;
      converted[name] = Object.fromEntries(Object.entries(named).map(([key, one]) => [key, convert(one)]));
    }
    const required = toTexts(member(schema, 'required')).filter((name) => !optional.has(name));
    if (required.length > 0) converted['required'] = required;
    if (dialect === '3.0') modernize(schema, converted);
    return leaveOutUnreadable(converted, unreadablePatterns);
  }

  return convert;
}

export function createSchemaCollector(root: unknown, dialect: Dialect): SchemaCollector {
  const collected = new Map<string, JsonSchema>();
  const waiting: { readonly name: string; readonly pointer: string }[] = [];
  const digests = new Map<string, Digest>();
  const unreadablePatterns = new Set<string>();

  function refer(reference: string): string | undefined {
    const pointer = parseInnerReference(reference);
    if (pointer === undefined) return undefined;
    const name = toName(pointer);
    if (!collected.has(name)) {
      collected.set(name, true);
      waiting.push({ name, pointer });
    }
    return toReference(name);
  }

  const convert = createConverter({ root, dialect, refer, unreadablePatterns });

  return {
    convert: (schema) => convert(schema),
    unreadablePatterns,
    finish() {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        collected.set(next.name, convert(findAt(root, next.pointer)));
      }
      for (const [name, schema] of collected) {
        digests.set(encodeURIComponent(escapePointer(name)), {
          digest: hash(JSON.stringify(schema)),
          references: listReferences(schema),
        });
      }
      return Object.fromEntries(collected);
    },
    fingerprint: (schemas) => fingerprint(schemas, digests),
  };
}
