import type { ApiInput } from '@gatehouse/dto';
import type { ApiContent, ApiWithRoutes } from '@gatehouse/persistence';
import type { Env } from '../platform/env.js';
import type { FieldProblem } from '../platform/field-problems.js';
import type { Sealing } from '../platform/sealing.js';
import { type OpenUpstreamTls, openUpstreamTls, sealClientKey } from '../platform/upstream-tls.js';
import { toContent, toTls } from './api-content.js';
import { type ApiSurroundings, listApiErrors } from './api-rules.js';
import { listTlsErrors } from './certificates.js';

/** What is stored now, where it is a change. */
export type Before = ApiWithRoutes | undefined;

const NO_TLS = { caCertificates: null, clientCertificate: null, serverName: null };

const openStored = (sealing: Sealing, before: Before): OpenUpstreamTls | null =>
  before === undefined ? null : openUpstreamTls(sealing, before);

/** What is said of TLS, with the key that is there already where none is given. */
export function openTls(sealing: Sealing, input: ApiInput, before: Before): OpenUpstreamTls | null {
  const tls = toTls(input.tls);
  if (tls === null) return null;
  const kept = tls.clientCertificate === null ? null : (openStored(sealing, before)?.clientKey ?? null);
  return { ...tls, clientKey: input.tls?.clientKey ?? kept };
}

/** Whether the private key is another one than before; one that is given again is not. */
export function isNewKey(sealing: Sealing, input: ApiInput, before: Before): boolean {
  const given = input.tls?.clientKey;
  return given !== undefined && given !== openStored(sealing, before)?.clientKey;
}

/** Why an API would be refused, besides its address. */
export function listErrors(
  sealing: Sealing,
  input: ApiInput,
  before: Before,
  surroundings: ApiSurroundings,
): FieldProblem[] {
  const given = openTls(sealing, input, before) ?? { ...NO_TLS, clientKey: input.tls?.clientKey ?? null };
  return [
    ...listApiErrors(input, surroundings),
    ...listTlsErrors(given, isNewKey(sealing, input, before), new Date()),
  ];
}

/** What is stored of an API; a key that is not new stays as it is sealed. */
export function toSealedContent(
  { env, sealing }: { readonly env: Pick<Env, 'gatewayUrl'>; readonly sealing: Sealing },
  id: string,
  input: ApiInput,
  before: Before,
): ApiContent {
  const clientKey = openTls(sealing, input, before)?.clientKey ?? null;
  const stored = before?.sealedClientKey ?? null;
  const isKept = stored !== null && clientKey !== null && !isNewKey(sealing, input, before);
  const sealedClientKey = clientKey === null ? null : isKept ? stored : sealClientKey(sealing, id, clientKey);
  return { ...toContent(input, env.gatewayUrl), sealedClientKey };
}
