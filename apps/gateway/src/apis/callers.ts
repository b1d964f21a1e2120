import type { ApiCallersDetail, ApiCallersInput, ApiInput } from '@gatehouse/dto';
import { findKeyHeaderProblem } from '@gatehouse/gateway-core';
import type { ApiCallersContent, ApiWithRoutes, Snapshot } from '@gatehouse/persistence';
import { listAcceptedIssuerProblems } from '../outside-issuers/issuer-rules.js';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';
import { tellRuleProblem } from './rule-problems.js';

/** The applications that an operator names. */
export const toCallersContent = ({
  access,
  applicationIds,
  resourceServerIds = [],
  outsideIssuerIds = [],
}: ApiCallersInput = NOTHING_SAID): ApiCallersContent => ({
  // A list that is not in force would come back when it is least expected.
  applicationIds: access === 'listed' ? applicationIds : [],
  resourceServerIds,
  outsideIssuerIds,
});

const NOTHING_SAID: ApiCallersInput = { access: 'everyone', applicationIds: [] };

export const toCallersDetail = ({ access, callers }: ApiWithRoutes): ApiCallersDetail => ({
  access,
  applicationIds: callers.applicationIds,
  resourceServerIds: callers.resourceServerIds,
  outsideIssuerIds: callers.outsideIssuerIds,
});

/** What is wrong with who may call an API, and with what. */
export function listCallerProblems(
  { callers, policies }: ApiInput,
  {
    applications,
    outsideIssuers,
  }: Pick<Snapshot, 'outsideIssuers'> & {
    readonly applications: { has(id: string): boolean };
  },
): FieldProblem[] {
  const unknown = (field: string, ids: readonly string[] = []): FieldProblem[] =>
    ids.every((id) => applications.has(id)) ? [] : [fieldProblem(`callers.${field}`, 'callers-gone')];
  return [
    ...unknown('applicationIds', callers?.applicationIds),
    ...unknown('resourceServerIds', callers?.resourceServerIds),
    ...listAcceptedIssuerProblems(callers?.outsideIssuerIds ?? [], outsideIssuers),
    ...listCredentialProblems(policies?.credentials, callers?.outsideIssuerIds ?? []),
    ...listCorsProblems(policies?.cors),
  ];
}

type Policies = NonNullable<ApiInput['policies']>;

function listCredentialProblems(
  credentials: Policies['credentials'],
  outsideIssuerIds: readonly string[],
): FieldProblem[] {
  if (credentials == null) return [];
  const { accessTokens = true, apiKeys, clientCertificates = false } = credentials;
  const header = apiKeys?.header === undefined ? undefined : findKeyHeaderProblem(apiKeys.header);
  return [
    ...(accessTokens || apiKeys != null || clientCertificates || outsideIssuerIds.length > 0
      ? []
      : [fieldProblem('policies.credentials', 'no-credentials-accepted')]),
    ...tellRuleProblem('policies.credentials.apiKeys.header', header),
  ];
}

function listCorsProblems(cors: Policies['cors']): FieldProblem[] {
  if (cors == null) return [];
  const { origins, applicationOrigins = false, allowsCredentials = false } = cors;
  const isAny = origins.includes('*');
  return [
    // Fetch §3.2.5: "*" counts as a name there, and browsers would refuse every answer.
    ...(isAny && allowsCredentials
      ? [fieldProblem('policies.cors.allowsCredentials', 'cors-credentials-for-any')]
      : []),
    ...(isAny && origins.length > 1 ? [fieldProblem('policies.cors.origins', 'cors-any-and-others')] : []),
    ...(origins.length === 0 && !applicationOrigins
      ? [fieldProblem('policies.cors.origins', 'cors-without-origin')]
      : []),
  ];
}
