import type { ApiCallersDetail, ApiCallersInput, ApiInput } from '@gatehouse/dto';
import { findKeyHeaderProblem } from '@gatehouse/gateway-core';
import type { ApiCallersContent, ApiWithRoutes, Snapshot } from '@gatehouse/persistence';
import { listAcceptedIssuerProblems } from '../outside-issuers/issuer-rules.js';
import type { FieldProblem } from '../platform/validation.js';

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
    ids.every((id) => applications.has(id))
      ? []
      : [
          {
            field: `callers.${field}`,
            message: 'One of them is not there any more. Reload, and choose again.',
          },
        ];
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
      : [{ field: 'policies.credentials', message: 'Accept at least one kind of credential.' }]),
    ...(header === undefined
      ? []
      : [{ field: 'policies.credentials.apiKeys.header', message: `header ${header}` }]),
  ];
}

function listCorsProblems(cors: Policies['cors']): FieldProblem[] {
  if (cors == null) return [];
  const { origins, applicationOrigins = false, allowsCredentials = false } = cors;
  const isAny = origins.includes('*');
  const problem = (field: string, message: string): FieldProblem[] => [
    { field: `policies.cors.${field}`, message },
  ];
  return [
    // Fetch §3.2.5: "*" counts as a name there, and browsers would refuse every answer.
    ...(isAny && allowsCredentials
      ? problem('allowsCredentials', 'Credentials need origins by name: every origin (*) cannot have them.')
      : []),
    ...(isAny && origins.length > 1 ? problem('origins', 'Every origin (*) needs no others beside it.') : []),
    ...(origins.length === 0 && !applicationOrigins
      ? problem('origins', 'Name an origin, or let the origins of applications in.')
      : []),
  ];
}
