import type { ApiContract, OperationContract, ParameterContract, ParameterPlace } from './contract.js';
import { findStructureProblem } from './json-structure.js';
import { indexOperations } from './operation-index.js';
import { isList, isOpaque, listReadings } from './parameter-values.js';
import { findText, parseQuery, type RequestParts } from './request-texts.js';
import {
  type CompileSchema,
  createSchemaCompiler,
  isConnected,
  type SchemaCheck,
} from './schema-compiler.js';

/** What is wrong with a request, RFC 9457 §3: with a parameter, or at a place in the body. */
export type RequestProblem =
  | { readonly detail: string; readonly parameter: string; readonly in: ParameterPlace }
  | { readonly detail: string; readonly pointer: string };

/** What to do with a body: nothing, look at it, or refuse it for its media type. */
export type BodyDecision = 'unchecked' | 'unlisted' | SchemaCheck;

/** Checks the requests of one operation. */
export interface RequestChecker {
  checkParameters(parts: RequestParts): readonly RequestProblem[];
  /** Null: the operation has no body to speak of. */
  readonly body: { readonly isRequired: boolean; readonly mediaTypes: readonly string[] } | null;
  /** @param mediaType without parameters, in lower case; undefined: the request names none */
  decideBody(mediaType: string | undefined): BodyDecision;
}

const MAX_PROBLEMS = 20;

type CheckParameter = (parts: RequestParts, pairs: ReturnType<typeof parseQuery>) => string | undefined;

function readJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function compileParameter(
  parameter: ParameterContract,
  compile: CompileSchema,
  schemas: ApiContract['schemas'],
): CheckParameter {
  const { style, schema, isRequired, mayBeEmpty } = parameter;
  const isSeveral = isList(parameter, schemas);
  const checkValue = isOpaque(parameter, schemas) ? undefined : compile(schema);
  return (parts, pairs) => {
    if (checkValue === undefined) return undefined;
    const found = findText(parameter, isSeveral, parts, pairs);
    if (found === undefined) return isRequired ? 'is required' : undefined;
    if ('problem' in found) return found.problem;
    const { text } = found;
    if (text === '' && mayBeEmpty) return undefined;
    const readings = style === 'json' ? [readJson(text)] : listReadings(parameter, text, schemas);
    if (readings[0] === undefined) return 'must be JSON';
    const faults = readings.map(checkValue);
    const [fault] = faults;
    if (fault === undefined || faults.includes(undefined)) return undefined;
    return fault.pointer === '' ? fault.detail : `${fault.detail} (at ${fault.pointer})`;
  };
}

const isInRange = (range: string, mediaType: string): boolean =>
  range === mediaType ||
  range === '*/*' ||
  (range.endsWith('/*') && mediaType.startsWith(range.slice(0, -1)));

const rankRange = (range: string): number => (range === '*/*' ? 2 : range.endsWith('/*') ? 1 : 0);

function compileBody(
  body: NonNullable<OperationContract['body']>,
  compile: CompileSchema,
): RequestChecker['decideBody'] {
  // RFC 9110 §12.5.1: the most specific one counts.
  const kinds = body.content
    .map(({ mediaType, schema }) => ({
      mediaType,
      decision: schema === null ? ('unchecked' as const) : compile(schema),
    }))
    .sort((one, other) => rankRange(one.mediaType) - rankRange(other.mediaType));
  return (mediaType) =>
    mediaType === undefined
      ? 'unlisted'
      : (kinds.find((kind) => isInRange(kind.mediaType, mediaType))?.decision ?? 'unlisted');
}

function compileOperation(
  { parameters, body }: OperationContract,
  compile: CompileSchema,
  schemas: ApiContract['schemas'],
): RequestChecker {
  const checks = parameters.map((parameter) => ({
    parameter,
    check: compileParameter(parameter, compile, schemas),
  }));
  return {
    checkParameters(parts) {
      const pairs = parts.query === '' ? [] : parseQuery(parts.query);
      const problems: RequestProblem[] = [];
      for (const { parameter, check } of checks) {
        const detail = check(parts, pairs);
        if (detail !== undefined) problems.push({ detail, parameter: parameter.name, in: parameter.in });
        if (problems.length === MAX_PROBLEMS) break;
      }
      return problems;
    },
    body: body && { isRequired: body.isRequired, mediaTypes: body.content.map(({ mediaType }) => mediaType) },
    decideBody: body === null ? () => 'unchecked' : compileBody(body, compile),
  };
}

/** RFC 6901 §6. */
const toFragment = (pointer: string): string => `#${pointer.split('/').map(encodeURIComponent).join('/')}`;

/** Checks a body that was read: its text, or undefined where it is no UTF-8. */
export function checkJsonBody(check: SchemaCheck, text: string | undefined): readonly RequestProblem[] {
  const value = readJson(text);
  if (value === undefined) return [{ pointer: '#', detail: 'The body is not JSON in UTF-8 (RFC 8259).' }];
  // The upstream might read the name that was not looked at.
  const problem = findStructureProblem(text ?? '');
  if (problem !== undefined) return [{ pointer: '#', detail: problem }];
  const fault = check(value);
  return fault === undefined ? [] : [{ pointer: toFragment(fault.pointer), detail: fault.detail }];
}

/** Finds what checks a request; undefined: the document does not know its operation. */
export type FindChecker = (method: string, innerPath: string) => RequestChecker | undefined;

/** Checks requests of an API against its contract; each operation is compiled when it is first called. */
export function createRequestCheckers(contract: ApiContract): FindChecker {
  const findOperation = indexOperations(contract);
  const compiled = new Map<string, RequestChecker>();
  let compile: CompileSchema | undefined;
  return (method, innerPath) => {
    const key = findOperation(method, innerPath);
    const operation = key === undefined ? undefined : contract.operations[key];
    if (key === undefined || operation === undefined) return undefined;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    compile ??= createSchemaCompiler(contract);
    const checker = compileOperation(operation, compile, contract.schemas);
    compiled.set(key, checker);
    return checker;
  };
}

/**
 * A contract without the schemas that cannot be compiled: nothing is checked there.
 * @returns with the operations that have one, or the schema's own name, and why
 */
export function dropUncompilable(contract: ApiContract): {
  readonly contract: ApiContract;
  readonly dropped: readonly { readonly key: string; readonly reason: string }[];
} {
  const compile = createSchemaCompiler(contract);
  const compilable = new Set<string>();
  const dropped: { key: string; reason: string }[] = [];
  const keep = <T extends OperationContract['parameters'][number]['schema'] | null>(
    key: string,
    schema: T,
  ) => {
    if (schema === null) return schema;
    // Many are alike: each is a text once.
    const text = JSON.stringify(schema);
    if (compilable.has(text)) return schema;
    try {
      compile(schema);
      compilable.add(text);
      return schema;
    } catch (error) {
      dropped.push({ key, reason: (error as Error).message.slice(0, 200) });
      return true;
    }
  };
  // Else each is compiled with those that it refers to, and what is wrong is told where they are used.
  const schemas = isConnected(contract)
    ? contract.schemas
    : Object.fromEntries(
        Object.entries(contract.schemas).map(([name, one]) => [
          name,
          keep(`schema "${name.slice(0, 100)}"`, one),
        ]),
      );
  const operations = Object.entries(contract.operations).map(([key, { parameters, body, fingerprint }]) => [
    key,
    {
      parameters: parameters.map((one) => ({ ...one, schema: keep(key, one.schema) })),
      body: body && {
        ...body,
        content: body.content.map((one) => ({ ...one, schema: keep(key, one.schema) })),
      },
      fingerprint,
    },
  ]);
  return {
    contract: { schemas, operations: Object.fromEntries(operations) as ApiContract['operations'] },
    dropped,
  };
}
