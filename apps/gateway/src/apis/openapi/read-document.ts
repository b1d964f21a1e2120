import type { KnownFieldProblem } from '@gatehouse/dto/field-problems';
import {
  describeApi,
  type DescribedApi,
  dropUncompilable,
  hasUnstorableText,
  type JsonObject,
  listBoundProblems,
  type UnsaidAccess,
} from '@gatehouse/gateway-core';
import { describeInvalid } from './invalid-members.js';
import { type DocumentFormat, locate, type LocatedFinding, parseText } from './parse-document.js';
import { tell, tellFinding, type ToldFinding } from './tell-findings.js';

/** A document that can be served, or why not. */
export type ReadDocument =
  | { readonly problems: readonly LocatedFinding[] }
  | {
      readonly problems?: never;
      readonly format: DocumentFormat;
      readonly api: Omit<DescribedApi, 'notes'>;
      readonly notes: readonly LocatedFinding[];
    };

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

function findVersionProblem(root: unknown): KnownFieldProblem | undefined {
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    return { code: 'openapi-not-a-document' };
  const { openapi, swagger, paths } = root as JsonObject;
  if (swagger !== undefined) return { code: 'openapi-swagger-2' };
  if (typeof openapi !== 'string') return { code: 'openapi-version-unsaid' };
  if (!VERSION.test(openapi))
    return { code: 'openapi-version-unsupported', values: { version: openapi.slice(0, 20) } };
  return paths === undefined ? { code: 'openapi-without-paths' } : undefined;
}

async function listInvalid(root: JsonObject): Promise<ToldFinding[]> {
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

async function listProblems(root: unknown): Promise<ToldFinding[]> {
  const version = findVersionProblem(root);
  if (version !== undefined) return [tell('', version)];
  const beyond = listBoundProblems(root);
  return beyond.length > 0 ? beyond.map(tellFinding) : listInvalid(root as JsonObject);
}

/** Reads an OpenAPI document. Can take seconds: not for the thread that answers calls. */
export async function readDocument(text: string, unsaid: UnsaidAccess): Promise<ReadDocument> {
  if (hasUnstorableText(text)) {
    return { problems: [{ ...tell('', { code: 'document-unstorable' }), line: null }] };
  }
  const parsed = parseText(text);
  if ('problems' in parsed) return parsed;
  const problems = await listProblems(parsed.root);
  if (problems.length > 0) return { problems: locate(text, problems) };
  const { notes, ...api } = describeApi(parsed.root as JsonObject, unsaid);
  const { contract, dropped } = dropUncompilable(api.contract);
  const all = [
    ...notes.map(tellFinding),
    ...dropped.map(({ key, reason }) =>
      tell('', { code: 'openapi-schema-unchecked', values: { place: key, reason } }),
    ),
  ];
  return {
    format: parsed.format,
    api: { ...api, contract },
    notes: locate(text, all.slice(0, MAX_NOTES)),
  };
}
