import {
  type ApiContract,
  checkJsonBody,
  createRequestCheckers,
  type FindChecker,
  listValues,
  type RequestChecker,
  type RequestValidation,
} from '@gatehouse/gateway-core';
import type { AdmittedCall } from '../passage.js';
import type { Refusal } from '../refusal.js';
import { hasBody } from '../upstreams/outgoing-call.js';
import { decodeContent, findCoding, KNOWN_CODINGS } from './content-codings.js';
import { holdBody } from './held-body.js';
import { toText } from './utf8-text.js';
import { reportViolation } from './violation-log.js';
import {
  INCOMPLETE_BODY,
  MISSING_BODY,
  ofProblems,
  OTHER_CHARSET,
  SEVERAL_TYPES,
  tooLargeToCheck,
  toRefusal,
  UNKNOWN_CONTRACT,
  unknownCoding,
  unlistedType,
  UNREADABLE_BODY,
  type Violation,
} from './violations.js';

type Verdict = Violation | undefined;

const checkers = new WeakMap<ApiContract, FindChecker>();

/** Compiled once per contract. */
function findCheckers(contract: ApiContract): FindChecker {
  const known = checkers.get(contract);
  if (known !== undefined) return known;
  const made = createRequestCheckers(contract);
  checkers.set(contract, made);
  return made;
}

/** Holds a call against the OpenAPI document of its API, where that is wanted. */
export function checkContract(call: AdmittedCall): Refusal | undefined | Promise<Refusal | undefined> {
  const { requestValidation } = call.match.api.policies;
  if (requestValidation === null) return undefined;
  const verdict = judge(call, requestValidation);
  return verdict instanceof Promise
    ? verdict.then((found) => act(call, requestValidation, found))
    : act(call, requestValidation, verdict);
}

function act(call: AdmittedCall, { mode }: RequestValidation, verdict: Verdict): Refusal | undefined {
  if (verdict === undefined) return undefined;
  if (mode === 'enforce') return toRefusal(call.match.api.name, verdict);
  const { plane, request, requestId } = call;
  const { api, route } = call.match;
  const reported = {
    apiId: api.id,
    apiName: api.name,
    requestId,
    method: request.method ?? '',
    route: route.path,
  };
  reportViolation(reported, verdict, plane.platform.logger);
  return undefined;
}

function judge(call: AdmittedCall, policy: RequestValidation): Verdict | Promise<Verdict> {
  const { plane, request, target, match } = call;
  const contract = plane.platform.snapshots.current().contracts.get(match.api.id);
  if (contract === undefined) return UNKNOWN_CONTRACT;
  const checker = findCheckers(contract)(request.method ?? '', match.innerPath);
  // A route that operators added by hand: the document says nothing of it.
  if (checker === undefined) return undefined;
  const problems = checker.checkParameters({
    innerPath: match.innerPath,
    query: target.query,
    findHeader: (name) => findHeader(request.rawHeaders, name),
  });
  // Of a request that is refused anyhow the content is not asked for.
  if (problems.length > 0) return ofProblems(problems);
  return judgeBody(call, checker, policy);
}

/** RFC 9110 §5.3: several lines of one header are one list. */
function findHeader(rawHeaders: readonly string[], name: string): string | undefined {
  const values = listValues(rawHeaders, name);
  return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
}

// RFC 9110 §8.3.1, §5.6.2.
const MEDIA_TYPE = /^[ \t]*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)[ \t]*(?:;|$)/;
const CHARSETS = /;\s*charset\s*=\s*"?([^";\s]*)/gi;

/** Of several, each reader may believe another. */
const isUtf8 = (type: string): boolean =>
  [...type.matchAll(CHARSETS)].every(([, charset = '']) => /^utf-?8$/i.test(charset));

function judgeBody(
  call: AdmittedCall,
  checker: RequestChecker,
  policy: RequestValidation,
): Verdict | Promise<Verdict> {
  const { request } = call;
  const { body } = checker;
  if (body === null) return undefined;
  if (!hasBody(request)) return body.isRequired ? MISSING_BODY : undefined;
  const types = listValues(request.rawHeaders, 'content-type');
  // RFC 9110 §5.3: of several, each reader may believe another.
  if (types.length > 1) return SEVERAL_TYPES;
  const [type = ''] = types;
  const decision = checker.decideBody(MEDIA_TYPE.exec(type)?.[1]?.toLowerCase());
  if (decision === 'unchecked') return undefined;
  if (decision === 'unlisted') return unlistedType(body.mediaTypes);
  if (!isUtf8(type)) return OTHER_CHARSET;
  const coding = findCoding(listValues(request.rawHeaders, 'content-encoding'));
  if (coding === undefined) return unknownCoding(KNOWN_CODINGS);
  const maxBytes = Math.min(policy.maxBodyBytes, call.match.api.policies.maxBodyBytes ?? Infinity);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLargeToCheck(maxBytes);
  return judgeContent(call, { decision, coding, maxBytes, isRequired: body.isRequired });
}

interface ContentRules {
  readonly decision: Parameters<typeof checkJsonBody>[0];
  readonly coding: string | null;
  readonly maxBytes: number;
  readonly isRequired: boolean;
}

async function judgeContent(
  call: AdmittedCall,
  { decision, coding, maxBytes, isRequired }: ContentRules,
): Promise<Verdict> {
  const held = await holdBody(call, maxBytes);
  if (held === undefined) return INCOMPLETE_BODY;
  if (!held.isWhole) return tooLargeToCheck(maxBytes);
  if (held.bytes.length === 0) return isRequired ? MISSING_BODY : undefined;
  const content = await decodeContent(held.bytes, coding, maxBytes);
  if (content === 'too-large') return tooLargeToCheck(maxBytes);
  if (content === 'broken') return UNREADABLE_BODY;
  const problems = checkJsonBody(decision, toText(content));
  return problems.length > 0 ? ofProblems(problems) : undefined;
}
