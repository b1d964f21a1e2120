import type { ApiInput, RouteInput, UpstreamIdentityInput } from '@gatehouse/dto';
import {
  type Change,
  type ChangeProblem,
  findAssertionAudience,
  findFixedResponseProblem,
  findHeaderNameProblem,
  findHeaderValueProblem,
  findRewriteProblem,
  listHeaderChangeProblems,
  listQueryChangeProblems,
} from '@gatehouse/gateway-core';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';
import type { OtherApi } from './api-rules.js';
import { tellRuleProblem } from './rule-problems.js';
import { toFixedResponse, toTransforms } from './shaping.js';

function listChangeProblems(
  changes: readonly Change[],
  field: string,
  listProblems: (change: Change) => readonly ChangeProblem[],
): FieldProblem[] {
  return changes.flatMap((change, index) =>
    listProblems(change).flatMap(({ member, problem }) =>
      tellRuleProblem(`${field}.${index}.${member}`, problem),
    ),
  );
}

function listTransformProblems({ policies }: ApiInput): FieldProblem[] {
  const { transforms } = policies ?? {};
  if (transforms == null) return [];
  const { request, response, query } = toTransforms(transforms);
  return [
    ...listChangeProblems(request, 'policies.transforms.request', (change) =>
      listHeaderChangeProblems(change, 'request'),
    ),
    ...listChangeProblems(response, 'policies.transforms.response', (change) =>
      listHeaderChangeProblems(change, 'response'),
    ),
    ...listChangeProblems(query, 'policies.transforms.query', listQueryChangeProblems),
  ];
}

// The upstream believes these because nobody but the gateway says them, or they belong to the connection.
function listAssertionHeaderProblems(header: string | undefined, hasProvider: boolean): FieldProblem[] {
  if (header === undefined) return [];
  const field = 'policies.identity.header';
  if (hasProvider && header.toLowerCase() === 'authorization')
    return [fieldProblem(field, 'assertion-header-of-provider')];
  const name = header.toLowerCase().replaceAll('_', '-');
  if (name === 'authorization' || name === 'x-gatehouse-assertion') return [];
  return tellRuleProblem(field, findHeaderNameProblem(header, 'request'));
}

function listAudienceProblems(
  { audience }: UpstreamIdentityInput,
  input: ApiInput,
  others: readonly OtherApi[],
  ownAudience: string,
): FieldProblem[] {
  if (audience == null) return [];
  const field = 'policies.identity.audience';
  if (audience === ownAudience) return [fieldProblem(field, 'assertion-audience-own')];
  const other = others.find(
    ({ id, policies: { identity }, audience: accessTokenAudience }) =>
      accessTokenAudience === audience ||
      (identity?.kind === 'jwt' && findAssertionAudience({ id }, identity.audience) === audience),
  );
  return other === undefined
    ? []
    : [fieldProblem(field, 'assertion-audience-taken', { other: other.name, api: input.name })];
}

function listIdentityProblems(
  input: ApiInput,
  others: readonly OtherApi[],
  ownAudience: string,
): FieldProblem[] {
  const { identity } = input.policies ?? {};
  if (identity == null) return [];
  const hasProvider = input.providerId != null;
  if (identity.kind === 'passthrough') {
    return hasProvider ? [fieldProblem('policies.identity.kind', 'upstream-token-twice')] : [];
  }
  return [
    ...listAssertionHeaderProblems(identity.header, hasProvider),
    ...listAudienceProblems(identity, input, others, ownAudience),
  ];
}

/**
 * What is wrong with how an API's calls are to be shaped.
 * @param others every other API
 * @param ownAudience of access tokens for the API
 */
export const listShapingProblems = (
  input: ApiInput,
  others: readonly OtherApi[],
  ownAudience: string,
): FieldProblem[] => [...listTransformProblems(input), ...listIdentityProblems(input, others, ownAudience)];

/** What is wrong with the path that a route has at the upstream, and with what it answers by itself. */
export function listRouteShapingProblems(route: RouteInput, index: number): FieldProblem[] {
  const { path, rewrite, fixedResponse } = route;
  const prefix = `routes.${index}`;
  const rewriteProblem = rewrite == null ? undefined : findRewriteProblem(rewrite, path);
  const problems = tellRuleProblem(`${prefix}.rewrite`, rewriteProblem);
  if (fixedResponse == null) return problems;
  if (rewrite != null) problems.push(fieldProblem(`${prefix}.rewrite`, 'fixed-response-rewritten'));
  const response = toFixedResponse(fixedResponse);
  const wrong = findFixedResponseProblem(response, path);
  problems.push(...tellRuleProblem(`${prefix}.fixedResponse.${wrong?.member}`, wrong?.problem));
  for (const [position, { name, value }] of response.headers.entries()) {
    const field = `${prefix}.fixedResponse.headers.${position}`;
    problems.push(...listFixedHeaderProblems(`${field}.name`, name));
    problems.push(...tellRuleProblem(`${field}.value`, findHeaderValueProblem(value, path)));
  }
  return problems;
}

function listFixedHeaderProblems(field: string, name: string): FieldProblem[] {
  const lowerCase = name.toLowerCase();
  if (lowerCase === 'content-type') return [fieldProblem(field, 'fixed-header-content-type')];
  if (lowerCase === 'set-cookie') return [fieldProblem(field, 'fixed-header-set-cookie')];
  return tellRuleProblem(field, findHeaderNameProblem(name, 'response'));
}
