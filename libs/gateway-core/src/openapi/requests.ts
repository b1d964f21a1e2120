import type {
  BodyContract,
  ParameterContract,
  ParameterPlace,
  ParameterStyle,
} from '../request-validation/contract.js';
import type { DocumentFinding, PlacedFinding } from './document-findings.js';
import { at, follow, type JsonObject, member, toList, toObject, toText } from './json.js';
import type { MappedPath } from './paths.js';
import type { SchemaCollector } from './schemas.js';

/** What of an operation's request can be checked, and what cannot. */
export interface DescribedRequest {
  readonly parameters: readonly ParameterContract[];
  readonly body: BodyContract | null;
  readonly notes: readonly PlacedFinding[];
}

interface Surroundings {
  readonly root: unknown;
  readonly path: MappedPath;
  readonly schemas: SchemaCollector;
}

const PLACES: ReadonlySet<string> = new Set<ParameterPlace>(['path', 'query', 'header', 'cookie']);
const DEFAULT_STYLES: Readonly<Record<ParameterPlace, ParameterStyle>> = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
};
/** OpenAPI 3.1 §4.8.12.2, without `matrix` and `label`. */
const STYLES: Readonly<Record<ParameterPlace, readonly string[]>> = {
  path: ['simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};
/** OpenAPI 3.1 §4.8.12.2.1: these are not described as parameters. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** `application/json`, `application/merge-patch+json`; a media type without its parameters, in lower case. */
export const isJsonMediaType = (mediaType: string): boolean => /^[^/]+\/(?:[^/]+\+)?json$/.test(mediaType);

const toMediaType = (text: string): string => text.split(';', 1)[0]?.trim().toLowerCase() ?? '';

interface Parameter {
  readonly place: ParameterPlace;
  readonly name: string;
  readonly value: JsonObject;
  readonly pointer: string;
}

/** An operation's parameters, and those of its path that it does not say otherwise. */
function listParameters(root: unknown, item: JsonObject, method: string, pointer: string): Parameter[] {
  const found = new Map<string, Parameter>();
  const lists = [
    { list: member(item, 'parameters'), from: at(pointer, 'parameters') },
    {
      list: member(toObject(member(item, method)), 'parameters'),
      from: at(pointer, method, 'parameters'),
    },
  ];
  for (const { list, from } of lists) {
    for (const [index, one] of toList(list).entries()) {
      const value = follow(root, one);
      const place = toText(member(value, 'in'));
      const text = toText(member(value, 'name'));
      const name = place === 'header' ? text.toLowerCase() : text;
      if (!PLACES.has(place) || (place === 'header' && IGNORED_HEADERS.has(name))) continue;
      const parameter = { place: place as ParameterPlace, name, value, pointer: at(from, index) };
      found.set(`${place} ${name}`, parameter);
    }
  }
  return [...found.values()];
}

/** @returns why it is not checked, where it is not */
function describeParameter(
  { place, name, value }: Parameter,
  { path, schemas, root }: Surroundings,
): ParameterContract | DocumentFinding {
  const segment = place === 'path' ? path.parameters.get(name) : null;
  const inPath = { parameter: `{${name}}` };
  if (segment === undefined) return { code: 'openapi-parameter-not-in-path', values: inPath };
  if (place === 'path' && segment === null)
    return { code: 'openapi-parameter-part-of-segment', values: inPath };
  const [content] = Object.entries(toObject(member(value, 'content')));
  if (content !== undefined && !isJsonMediaType(toMediaType(content[0]))) {
    return { code: 'openapi-parameter-of-media-type', values: { name, type: content[0] } };
  }
  const style = toText(member(value, 'style')) || DEFAULT_STYLES[place];
  if (!STYLES[place].includes(style))
    return { code: 'openapi-parameter-style-unchecked', values: { name, style } };
  const explode = member(value, 'explode');
  const schema = content === undefined ? member(value, 'schema') : member(follow(root, content[1]), 'schema');
  return {
    in: place,
    name,
    segment,
    isRequired: place === 'path' || member(value, 'required') === true,
    mayBeEmpty: member(value, 'allowEmptyValue') === true,
    style: content === undefined ? (style as ParameterStyle) : 'json',
    isExploded: typeof explode === 'boolean' ? explode : style === 'form' || style === 'deepObject',
    schema: schemas.convert(schema ?? true),
  };
}

function describeBody(operation: JsonObject, { root, schemas }: Surroundings): BodyContract | null {
  const body = follow(root, member(operation, 'requestBody'));
  const content = Object.entries(toObject(member(body, 'content')));
  if (content.length === 0) return null;
  return {
    isRequired: member(body, 'required') === true,
    content: joinSameTypes(
      content.map(([name, described]) => {
        const mediaType = toMediaType(name);
        const schema = member(toObject(described), 'schema');
        const isChecked = isJsonMediaType(mediaType) && schema !== undefined;
        return { mediaType, schema: isChecked ? schemas.convert(schema) : null };
      }),
    ),
  };
}

/** Media types that differ in their parameters alone are one here: a body may be any of them. */
function joinSameTypes(content: BodyContract['content']): BodyContract['content'] {
  return [...new Set(content.map(({ mediaType }) => mediaType))].map((mediaType) => {
    const schemas = content.filter((one) => one.mediaType === mediaType).map(({ schema }) => schema);
    const [schema = null] = schemas;
    if (schemas.length === 1) return { mediaType, schema };
    return { mediaType, schema: schemas.includes(null) ? null : { anyOf: schemas } };
  });
}

/** What an operation says of its requests. */
export function describeRequest(
  surroundings: Surroundings,
  item: JsonObject,
  method: string,
  pointer: string,
): DescribedRequest {
  const parameters: ParameterContract[] = [];
  const notes: PlacedFinding[] = [];
  for (const parameter of listParameters(surroundings.root, item, method, pointer)) {
    const described = describeParameter(parameter, surroundings);
    if ('code' in described) notes.push({ pointer: parameter.pointer, finding: described });
    else parameters.push(described);
  }
  const body = describeBody(toObject(member(item, method)), surroundings);
  const unchecked = body?.content.filter(({ schema }) => schema === null).map(({ mediaType }) => mediaType);
  if (unchecked !== undefined && unchecked.length > 0) {
    const values = { types: unchecked.join(', ').slice(0, 200) };
    const finding: DocumentFinding = { code: 'openapi-bodies-unchecked', values };
    notes.push({ pointer: at(pointer, method, 'requestBody'), finding });
  }
  return { parameters, body, notes };
}
