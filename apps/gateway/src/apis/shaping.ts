import type {
  AssertionFacts,
  ChangeInput,
  FixedResponseInput,
  MaintenanceInput,
  TransformsDetail,
  TransformsInput,
  UpstreamIdentityInput,
} from '@gatehouse/dto';
import {
  ASSERTION_KEYS_PATH,
  ASSERTION_TYPE,
  type Change,
  DEFAULT_ASSERTION_HEADER,
  DEFAULT_ASSERTION_LIFETIME_SECONDS,
  findAssertionAudience,
  type FixedResponse,
  type ApiPolicies,
  type Maintenance,
  type Transforms,
  type UpstreamIdentity,
} from '@gatehouse/gateway-core';

const RETRY_AFTER_SECONDS = 300;

export const toIdentity = ({
  kind,
  header,
  audience,
  lifetimeSeconds,
}: UpstreamIdentityInput): UpstreamIdentity =>
  kind === 'jwt'
    ? {
        kind,
        header: header ?? DEFAULT_ASSERTION_HEADER,
        audience: audience ?? null,
        lifetimeSeconds: lifetimeSeconds ?? DEFAULT_ASSERTION_LIFETIME_SECONDS,
      }
    : { kind };

const toChanges = (changes: readonly ChangeInput[] = []): readonly Change[] =>
  changes.map(({ operation, name, value }) => ({ operation, name, value: value ?? '' }));

export const toTransforms = ({ request, response, query, keepsBasePath }: TransformsInput): Transforms => ({
  request: toChanges(request),
  response: toChanges(response),
  query: toChanges(query),
  keepsBasePath: keepsBasePath ?? false,
});

const toChangesDetail = (changes: readonly Change[]): Required<ChangeInput>[] =>
  changes.map((change) => ({ ...change }));

export const toTransformsDetail = (transforms: Transforms): TransformsDetail => ({
  request: toChangesDetail(transforms.request),
  response: toChangesDetail(transforms.response),
  query: toChangesDetail(transforms.query),
  keepsBasePath: transforms.keepsBasePath,
});

export const toMaintenance = ({ message, retryAfterSeconds }: MaintenanceInput): Maintenance => ({
  message: message ?? 'This service is being worked on. Try again later.',
  retryAfterSeconds: retryAfterSeconds ?? RETRY_AFTER_SECONDS,
});

export const toFixedResponse = ({
  status,
  contentType,
  headers,
  body,
}: FixedResponseInput): FixedResponse => ({
  status,
  contentType: contentType ?? '',
  headers: (headers ?? []).map(({ name, value }) => ({ name, value })),
  body: body ?? '',
});

export const toFixedResponseDetail = ({
  status,
  contentType,
  headers,
  body,
}: FixedResponse): Required<FixedResponseInput> => ({
  status,
  contentType,
  headers: headers.map((header) => ({ ...header })),
  body,
});

/** What the upstream of an API checks of an assertion. */
export const describeAssertion = (
  gatewayUrl: string,
  { id, policies: { identity } }: { readonly id: string; readonly policies: Partial<ApiPolicies> },
): AssertionFacts => ({
  issuer: gatewayUrl,
  audience: findAssertionAudience({ id }, identity?.kind === 'jwt' ? identity.audience : null),
  jwksUri: gatewayUrl + ASSERTION_KEYS_PATH,
  type: ASSERTION_TYPE,
});
