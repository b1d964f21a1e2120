import * as dto from '@gatehouse/dto';
import type { Schema } from './open-api.schemas.js';
import { listInputSchemas } from './open-api.document.js';

const REFERENCE = '#/$defs/';

/** Names of the definitions that a schema refers to. */
const listReferences = (schema: unknown): string[] =>
  [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = '']) => name);

/** What an object of the class has before anything is said. */
function findDefaults(name: string): Readonly<Record<string, unknown>> {
  const found: unknown = (dto as Readonly<Record<string, unknown>>)[name];
  return typeof found === 'function'
    ? { ...(new (found as new () => object)() as Record<string, unknown>) }
    : {};
}

/** Says what is true of a file: what has a default need not be there, and nothing else may be. */
function complete(name: string, schema: Schema): Schema {
  const {
    properties = {},
    required = [],
    ...rest
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  };
  const defaults = findDefaults(name);
  const listed = Object.entries(properties).filter(([, own]) => !('not' in own));
  const described = listed.map(([property, own]) => {
    const value = defaults[property];
    const isNeeded = required.includes(property);
    // Validation takes null for what is not said.
    const said = isNeeded ? own : { anyOf: [own, { type: 'null' }] };
    return [property, value === undefined ? said : { ...own, default: value }] as const;
  });
  return {
    ...rest,
    properties: Object.fromEntries(described),
    required: required.filter((property) => defaults[property] === undefined),
    additionalProperties: false,
  };
}

/** JSON Schema of the documents that declare APIs, from the classes that check them. */
export function describeApisDocument(): Schema {
  const inputs = listInputSchemas(REFERENCE);
  const found = new Map<string, Schema>();
  const due = ['ApisDocument'];
  for (let name = due.pop(); name !== undefined; name = due.pop()) {
    const schema = inputs[name];
    if (schema === undefined || found.has(name)) continue;
    found.set(name, complete(name, schema));
    due.push(...listReferences(schema));
  }
  const { ApisDocument: root, ...definitions } = Object.fromEntries(found);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'APIs of Gatehouse',
    ...root,
    $defs: definitions,
  };
}
