import { hostname } from 'node:os';
import {
  type Api,
  type KnownCall,
  changeHeaders,
  changeQuery,
  compileChanges,
  type CompiledChange,
  removeHeader,
  rewritePath,
  type Route,
} from '@gatehouse/gateway-core';
import type { AdmittedCall } from '../passage.js';

/** What is different about a call because its API or its route asked for it. */
export interface CallShape {
  /** Path inside the API, and query, as the upstream gets them. */
  readonly path: string;
  readonly facts: KnownCall;
  readonly changes: CompiledTransforms;
  /** Who calls, signed; undefined: by headers. */
  assertion: { readonly header: string; readonly value: string } | undefined;
  /** The caller's own, where the API passes it through. */
  readonly authorization: string | undefined;
}

/** The transforms of an API, ready to use. */
export interface CompiledTransforms {
  readonly request: readonly CompiledChange[];
  readonly response: readonly CompiledChange[];
  readonly query: readonly CompiledChange[];
  readonly keepsBasePath: boolean;
}

const NONE: CompiledTransforms = { request: [], response: [], query: [], keepsBasePath: false };
const NODE = hostname();

const compiled = new WeakMap<Api, CompiledTransforms>();

/** Compiled once per snapshot. */
export function getTransforms(api: Api): CompiledTransforms {
  const { transforms } = api.policies;
  if (transforms === null) return NONE;
  const known = compiled.get(api);
  if (known !== undefined) return known;
  const made = {
    request: compileChanges(transforms.request),
    response: compileChanges(transforms.response),
    query: compileChanges(transforms.query),
    keepsBasePath: transforms.keepsBasePath,
  };
  compiled.set(api, made);
  return made;
}

/** Whether calls go on otherwise than they came: all others pay for nothing. */
export const isShaped = ({ policies }: Api, { rewrite }: Route): boolean =>
  policies.identity !== null || policies.transforms !== null || rewrite !== null;

export function listFacts(call: AdmittedCall): KnownCall {
  const { plane, request, requestId, target, match, caller } = call;
  const { applications } = plane.platform.snapshots.current();
  const applicationId = caller?.applicationId ?? undefined;
  return {
    requestId,
    method: request.method ?? 'GET',
    rawHeaders: request.rawHeaders,
    path: target.path,
    query: target.query,
    api: match.api,
    route: match.route,
    innerPath: match.innerPath,
    caller,
    applicationName: applicationId && applications.get(applicationId)?.name,
    node: NODE,
    now: Date.now(),
  };
}

function findPath(facts: KnownCall, { keepsBasePath, query }: CompiledTransforms): string | undefined {
  const { rewrite } = facts.route;
  const kept = keepsBasePath ? facts.path : facts.innerPath;
  const path = rewrite === null ? kept : rewritePath(rewrite, facts);
  if (path === undefined) return undefined;
  const changed = query.length === 0 ? facts.query : changeQuery(facts.query, query, facts);
  return changed === '' ? path : `${path}?${changed}`;
}

/** The caller's own credential goes on only if it was an access token, and was checked. */
function findAuthorization({ request, caller, match }: AdmittedCall): string | undefined {
  if (match.api.policies.identity?.kind !== 'passthrough') return undefined;
  const isToken = caller?.credential === 'access-token' || caller?.credential === 'outside-token';
  return isToken ? request.headers.authorization : undefined;
}

/** @returns undefined when the path cannot be rewritten: a value of it is missing, or is no segment of a path */
export function shapeCall(call: AdmittedCall): CallShape | undefined {
  const facts = listFacts(call);
  const changes = getTransforms(call.match.api);
  const path = findPath(facts, changes);
  if (path === undefined) return undefined;
  return {
    path,
    facts,
    changes,
    assertion: undefined,
    authorization: findAuthorization(call),
  };
}

/** Puts a header in the place of whatever a client sent under its name. */
function putHeader(headers: string[], name: string, value: string): void {
  removeHeader(headers, name.toLowerCase().replaceAll('_', '-'));
  headers.push(name, value);
}

/** Changes the headers of a call as its shape has it. */
export function shapeHeaders(headers: string[], shape: CallShape): void {
  changeHeaders(headers, shape.changes.request, shape.facts);
  const { assertion, authorization } = shape;
  // After the operator's own: nothing else can be taken for it.
  if (assertion !== undefined) putHeader(headers, assertion.header, assertion.value);
  if (authorization !== undefined) headers.push('Authorization', authorization);
}

/** Changes the headers of an answer on its way to the client. */
export const shapeAnswer = (headers: string[], { changes, facts }: CallShape): void =>
  changeHeaders(headers, changes.response, facts);
