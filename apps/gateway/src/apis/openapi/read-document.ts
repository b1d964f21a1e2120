import {
  describeApi,
  type DescribedApi,
  dropUncompilable,
  hasUnstorableText,
  type JsonObject,
  listBoundProblems,
  type PlacedMessage,
  type UnsaidAccess,
} from '@gatehouse/gateway-core';
import { type DocumentFormat, locate, type LocatedMessage, parseText } from './parse-document.js';

/** A document that can be served, or why not. */
export type ReadDocument =
  | { readonly problems: readonly LocatedMessage[] }
  | {
      readonly problems?: never;
      readonly format: DocumentFormat;
      readonly api: Omit<DescribedApi, 'notes'>;
      readonly notes: readonly LocatedMessage[];
    };

const MAX_PROBLEMS = 10;
const MAX_NOTES = 200;
const VERSION = /^3\.([01])\.\d+$/;

const SCHEMAS = '#/components/schemas/';

/**
 * A copy in which references between schemas are plain extensions. The validator takes references apart before it looks;
 * those of schemas can mean more than a machine can hold, and it learns nothing from them.
 */
function loosen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(loosen);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, inner]): [string, unknown] =>
    name === '$ref' && typeof inner === 'string' && inner.startsWith(SCHEMAS)
      ? ['x-schema', inner]
      : [name, loosen(inner)],
  );
  return Object.fromEntries(members);
}

interface SchemaError {
  readonly instancePath?: string;
  readonly keyword?: unknown;
  readonly message?: string;
  readonly params?: { readonly missingProperty?: unknown };
}

/** The validator's words; those about alternatives say nothing that the others do not. */
function describeInvalid(error: unknown): PlacedMessage[] {
  const { details } = error as { readonly details?: unknown };
  const errors = (Array.isArray(details) ? details : []) as readonly SchemaError[];
  const telling = errors.filter(
    ({ keyword, params }) =>
      !['oneOf', 'anyOf', 'if', 'not'].includes(String(keyword)) && params?.missingProperty !== '$ref',
  );
  const found = (telling.length > 0 ? telling : errors).map(({ instancePath, message }) => ({
    pointer: instancePath ?? '',
    message: `It ${(message ?? 'is not valid').slice(0, 300)}.`,
  }));
  const distinct = [...new Map(found.map((one) => [`${one.pointer} ${one.message}`, one])).values()];
  return distinct.length > 0
    ? distinct.slice(0, MAX_PROBLEMS)
    : [{ pointer: '', message: 'It is not a valid OpenAPI document.' }];
}

function findVersionProblem(root: unknown): string | undefined {
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    return 'It is not an OpenAPI document.';
  const { openapi, swagger, paths } = root as JsonObject;
  if (swagger !== undefined) return 'Swagger 2.0 is not supported: convert it to OpenAPI 3 first.';
  if (typeof openapi !== 'string') return 'It does not say which OpenAPI it is: "openapi" must be a text.';
  if (!VERSION.test(openapi)) return `OpenAPI "${openapi.slice(0, 20)}" is not supported: 3.0 and 3.1 are.`;
  return paths === undefined ? 'It has no paths: there is nothing to call.' : undefined;
}

async function listInvalid(root: JsonObject): Promise<PlacedMessage[]> {
  const minor = VERSION.exec(String(root['openapi']))?.[1];
  const copy = { ...(loosen(root) as JsonObject), openapi: minor === '0' ? '3.0.3' : '3.1.0' };
  // Loaded with the first document: few processes ever see one.
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  try {
    // Nothing outside of the document is read, neither from disk nor from the network.
    await SwaggerParser.validate(copy as unknown as Parameters<typeof SwaggerParser.validate>[0], {
      resolve: { external: false, file: false, http: false },
    });
    return [];
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return describeInvalid(error);
  }
}

async function listProblems(root: unknown): Promise<PlacedMessage[]> {
  const version = findVersionProblem(root);
  if (version !== undefined) return [{ pointer: '', message: version }];
  const beyond = listBoundProblems(root);
  return beyond.length > 0 ? beyond : listInvalid(root as JsonObject);
}

/** Reads an OpenAPI document. Can take seconds: not for the thread that answers calls. */
export async function readDocument(text: string, unsaid: UnsaidAccess): Promise<ReadDocument> {
  if (hasUnstorableText(text)) {
    return { problems: [{ pointer: '', line: null, message: 'It has a character that cannot be stored.' }] };
  }
  const parsed = parseText(text);
  if ('problems' in parsed) return parsed;
  const problems = await listProblems(parsed.root);
  if (problems.length > 0) return { problems: locate(text, problems) };
  const { notes, ...api } = describeApi(parsed.root as JsonObject, unsaid);
  const { contract, dropped } = dropUncompilable(api.contract);
  const all = [
    ...notes,
    ...dropped.map(({ key, reason }) => ({
      pointer: '',
      message: `${key}: a schema is not checked: ${reason}`,
    })),
  ];
  return {
    format: parsed.format,
    api: { ...api, contract },
    notes: locate(text, all.slice(0, MAX_NOTES)),
  };
}
