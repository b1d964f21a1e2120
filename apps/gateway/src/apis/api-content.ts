import type { ApiInput, RequiredDetailInput, RouteInput, UpstreamTlsInput } from '@gatehouse/dto';
import type { RequiredDetail, UpstreamTls } from '@gatehouse/gateway-core';
import type { ApiContent, RouteContent } from '@gatehouse/persistence';
import { findFirstName, toApiAddress } from '../platform/api-address.js';
import { toCallersContent } from './callers.js';
import { toPolicies } from './policies.js';
import { toFixedResponse } from './shaping.js';

const CONNECT_TIMEOUT_MS = 5_000;
const RESPONSE_TIMEOUT_MS = 30_000;

export const toHosts = ({ hosts }: Pick<ApiInput, 'hosts'>): string[] =>
  (hosts ?? []).map((host) => host.toLowerCase());

/** The resource identifier, where an operator gave none; one for an API that has only wildcards has to be given. */
export const toAudience = (input: ApiInput, gatewayUrl: string): string =>
  input.audience ?? toApiAddress(gatewayUrl, findFirstName(toHosts(input)), input.basePath);

const orNull = (text: string | null | undefined): string | null =>
  text == null || text.trim() === '' ? null : text;

/** Null where nothing is said that differs from the defaults. */
export function toTls(input: UpstreamTlsInput | null | undefined): UpstreamTls | null {
  if (input == null) return null;
  const tls = {
    caCertificates: orNull(input.caCertificates),
    clientCertificate: orNull(input.clientCertificate),
    serverName: orNull(input.serverName)?.toLowerCase() ?? null,
  };
  return Object.values(tls).every((value) => value === null) ? null : tls;
}

/** What an operator says of an API, with the defaults for what is left out; without the sealed key. */
export const toContent = (input: ApiInput, gatewayUrl: string): Omit<ApiContent, 'sealedClientKey'> => ({
  name: input.name,
  description: input.description ?? '',
  hosts: toHosts(input),
  basePath: input.basePath,
  targets: input.targets.map(({ url, weight = 1 }) => ({ url: url.replace(/\/+$/, ''), weight })),
  audience: toAudience(input, gatewayUrl),
  enabled: input.enabled ?? true,
  connectTimeoutMs: input.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
  responseTimeoutMs: input.responseTimeoutMs ?? RESPONSE_TIMEOUT_MS,
  providerId: input.providerId ?? null,
  tls: toTls(input.tls),
  access: input.callers?.access ?? 'everyone',
  callers: toCallersContent(input.callers),
  policies: toPolicies(input.policies),
});

/** Nothing but what it is, and a copy of it. */
export const toRequiredDetail = (sent: RequiredDetail): RequiredDetailInput => ({
  type: sent.type,
  actions: [...sent.actions],
  locations: [...sent.locations],
  datatypes: [...sent.datatypes],
  conditions: sent.conditions.map(({ field, equals }) => ({ field, equals })),
});

export const toRouteContent = ({
  acr,
  maxAgeSeconds,
  rewrite,
  fixedResponse,
  requiredDetail,
  ...route
}: RouteInput): RouteContent => ({
  ...route,
  rewrite: rewrite ?? null,
  fixedResponse: fixedResponse == null ? null : toFixedResponse(fixedResponse),
  requiredDetail: requiredDetail == null ? null : toRequiredDetail(requiredDetail),
  acr: acr ?? null,
  maxAgeSeconds: maxAgeSeconds ?? null,
});
