import type { ApiContract, JsonSchema, ParameterContract } from './contract.js';
import { CONTRACT_ID } from './contract.js';

type Schemas = ApiContract['schemas'];
type SchemaObject = Exclude<JsonSchema, boolean>;

const MAX_HOPS = 20;
const REFERENCE_PREFIX = `${CONTRACT_ID}#/schemas/`;

const isSchemaObject = (value: unknown): value is SchemaObject => typeof value === 'object' && value !== null;

/** The schema that a reference means. */
export function findReferred(reference: string, schemas: Schemas): JsonSchema | undefined {
  const encoded = decodeURIComponent(reference.slice(REFERENCE_PREFIX.length));
  const name = encoded.replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

/** A schema, what it refers to, and the alternatives and parts that it is made of. */
function listParts(schema: unknown, schemas: Schemas): SchemaObject[] {
  const parts: SchemaObject[] = [];
  const waiting: unknown[] = [schema];
  for (let hops = 0; hops < MAX_HOPS && waiting.length > 0; hops += 1) {
    const part = waiting.shift();
    if (!isSchemaObject(part)) continue;
    parts.push(part);
    const reference = part['$ref'];
    if (typeof reference === 'string') waiting.push(findReferred(reference, schemas));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) waiting.push(...[part[keyword]].flat<unknown[]>());
  }
  return parts;
}

const findKeyword = (schema: unknown, keyword: string, schemas: Schemas): unknown =>
  listParts(schema, schemas).find((part) => Object.hasOwn(part, keyword))?.[keyword];

/** Every type that a schema names, also by the values that it lists. */
export function listTypes(schema: unknown, schemas: Schemas): ReadonlySet<string> {
  const types = listParts(schema, schemas).flatMap((part): unknown[] => {
    if (part['type'] !== undefined) return [part['type']].flat<unknown[]>();
    const values = 'const' in part ? [part['const']] : [part['enum'] ?? []].flat<unknown[]>();
    return values.map((value) => (value === null ? 'null' : typeof value));
  });
  return new Set(types.filter((type) => typeof type === 'string'));
}

const LIST_STYLES: ReadonlySet<string> = new Set(['simple', 'form', 'spaceDelimited', 'pipeDelimited']);

/** Whether objects are written in a way that is not taken apart here: `a=1&b=2` or `a,1,b,2`. */
export const isOpaque = ({ style, schema }: ParameterContract, schemas: Schemas): boolean =>
  LIST_STYLES.has(style) && listTypes(schema, schemas).has('object');

/** Whether the texts of a parameter are several. */
export function isList({ style, schema }: ParameterContract, schemas: Schemas): boolean {
  const types = listTypes(schema, schemas);
  return LIST_STYLES.has(style) && types.has('array') && !types.has('string');
}

// RFC 8259 §6.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A text as the type that a schema wants, where it can be read so. */
export function toScalar(text: string, types: ReadonlySet<string>): string | number | boolean | null {
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return types.has('null') && text === '' ? null : text;
}

export type ParameterText = string | readonly string[] | ReadonlyMap<string, readonly string[]>;

/**
 * A parameter's text as the value that its schema is about.
 * @returns the readings to try in turn: where a schema takes text too, a number may be one
 */
export function listReadings(
  { schema }: ParameterContract,
  text: ParameterText,
  schemas: Schemas,
): unknown[] {
  if (typeof text === 'string') {
    const types = listTypes(schema, schemas);
    const value = toScalar(text, types);
    return types.has('string') && value !== text ? [text, value] : [value];
  }
  if (Array.isArray(text)) {
    const types = listTypes(findKeyword(schema, 'items', schemas), schemas);
    return [(text as readonly string[]).map((item) => toScalar(item, types))];
  }
  const properties = findKeyword(schema, 'properties', schemas) ?? {};
  const members = [...(text as ReadonlyMap<string, readonly string[]>)].map(([name, values]) => {
    const property = Object.hasOwn(properties, name) ? (properties as SchemaObject)[name] : undefined;
    const isList = listTypes(property, schemas).has('array');
    const types = listTypes(isList ? findKeyword(property, 'items', schemas) : property, schemas);
    const read = values.map((value) => toScalar(value, types));
    return [name, isList || read.length > 1 ? read : read[0]];
  });
  return [Object.fromEntries(members)];
}
