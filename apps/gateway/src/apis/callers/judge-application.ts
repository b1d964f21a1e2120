import type { ApiCaller, ApiCallerWay } from '@gatehouse/dto';
import {
  type AlikeRoutes,
  type CallerReasonCode,
  type CallerWay,
  findAccepted,
  isListed,
  judgeApiKey,
  judgeCertificateOf,
  judgeClient,
  judgeOutsideClient,
  type WayContext,
} from '@gatehouse/gateway-core';
import type { CallerRow, Snapshot } from '@gatehouse/persistence';
import { toReasonDetail } from './reasons.js';

type NamedWay = CallerWay & { readonly name: string };

const countRoutes = (routes: Iterable<AlikeRoutes>): number => {
  let sum = 0;
  for (const { count } of routes) sum += count;
  return sum;
};

function listWays(row: CallerRow, context: WayContext, snapshot: Snapshot): readonly NamedWay[] {
  const accepted = findAccepted(context.api);
  const clients = row.clients.flatMap(({ id, name: given }): NamedWay[] => {
    const client = snapshot.clients.get(id);
    const name = given === '' ? id : given;
    if (client === undefined) return [];
    const hasCertificate = client.authenticationMethod.endsWith('tls_client_auth');
    return [
      { ...judgeClient(client, context), name },
      ...(hasCertificate && accepted.clientCertificates
        ? [{ ...judgeCertificateOf(client, context), name }]
        : []),
    ];
  });
  const keys = row.apiKeys.map(({ id, name, hint, enabled, expiresAt, scopes }): NamedWay => {
    const key = {
      id,
      applicationId: row.applicationId,
      name,
      isEnabled: enabled,
      expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
      origins: new Set<string>(),
      scopes: new Set(scopes),
    };
    return { ...judgeApiKey(key, context), name: `${name} (${hint}…)` };
  });
  const outside = row.outsideClients.flatMap(({ issuerId, clientId }): NamedWay[] => {
    const issuer = snapshot.outsideIssuers.get(issuerId);
    return issuer === undefined || !accepted.outsideIssuers.includes(issuerId)
      ? []
      : [{ ...judgeOutsideClient(issuer, clientId, context), name: `${issuer.name}: ${clientId}` }];
  });
  const ways = [...clients, ...keys, ...outside];
  // What the API does not even look at is told of where there is nothing else to say.
  const seen = ways.filter(({ reasons }) => !reasons.some(({ code }) => code === 'not-accepted'));
  return seen.length === 0 ? ways : seen;
}

function listReasons(row: CallerRow, { api }: WayContext): readonly CallerReasonCode[] {
  return [
    ...(api.isEnabled ? [] : (['api-disabled'] as const)),
    ...(row.enabled ? [] : (['application-disabled'] as const)),
    ...(isListed(api.callers, row.applicationId) ? [] : (['not-listed'] as const)),
  ];
}

/** Of an API with a thousand scopes, each way could be shut for a thousand reasons. */
const MAX_REASONS = 10;

const toWay = ({ credential, id, name, open, reasons }: NamedWay, isShut: boolean): ApiCallerWay => ({
  credential,
  id,
  name,
  openRoutes: isShut ? 0 : countRoutes(open),
  reasons: reasons.slice(0, MAX_REASONS).map(toReasonDetail),
  furtherReasons: Math.max(0, reasons.length - MAX_REASONS),
});

/** How far an application gets, judged as the gateway judges each call. */
export function judgeApplication(row: CallerRow, context: WayContext, snapshot: Snapshot): ApiCaller {
  const { routes } = context;
  const ways = listWays(row, context, snapshot);
  const own = listReasons(row, context);
  const codes = own.length === 0 && ways.length === 0 ? (['no-credential'] as const) : own;
  // Public routes ask nobody.
  const isShut = own.length > 0;
  return {
    applicationId: row.applicationId,
    name: row.name,
    enabled: row.enabled,
    canCall: row.canCall,
    openRoutes: isShut ? 0 : countRoutes(new Set(ways.flatMap(({ open }) => open))),
    lastCallAt: row.lastCallAt?.toISOString() ?? null,
    reasons: codes.map((code) => toReasonDetail({ code, scopes: [], routes: countRoutes(routes) })),
    // A client that is off with its application says the same twice.
    ways: ways.map((way) =>
      toWay(
        row.enabled ? way : { ...way, reasons: way.reasons.filter(({ code }) => code !== 'client-disabled') },
        isShut,
      ),
    ),
  };
}
