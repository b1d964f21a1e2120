import { setTimeout as pause } from 'node:timers/promises';
import type { AdminApi, RunningGatehouse } from '../../../../tools/test-setup/index.mjs';
import { ADA_PASSWORD, type Company } from '../company.js';

interface Found {
  readonly items: readonly { readonly id: string; readonly clientIds: readonly string[] }[];
}

/** As an afternoon has them: most are answered. */
const CALLS = [
  ['GET', '/photos/'],
  ['GET', '/photos/'],
  ['GET', '/photos/status'],
  ['PUT', '/photos/2026-11-summer'],
  ['GET', '/ledger/'],
  ['GET', '/photos/'],
  ['DELETE', '/photos/2025-08-blurred'],
  ['GET', '/ledger/status'],
  ['GET', '/orders/'],
  ['GET', '/photos/'],
] as const;

/** An access token of the night job, for one API. */
async function obtainToken(gatehouse: RunningGatehouse, admin: AdminApi): Promise<string> {
  const { items } = await admin.get<Found>('/api/applications?search=Night%20job');
  const [clientId = ''] = items[0]?.clientIds ?? [];
  const { clientSecret } = await admin.post<{ readonly clientSecret: string }>(
    `/api/applications/${items[0]?.id ?? ''}/clients/${clientId}/secrets`,
    { overlapSeconds: 0 },
  );
  const answer = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams([
      ['grant_type', 'client_credentials'],
      ['scope', 'photos ledger'],
      ['resource', `${gatehouse.gatewayUrl}/photos`],
      ['resource', `${gatehouse.gatewayUrl}/ledger`],
    ]),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Calls a few times a second until it is told to stop. */
export async function keepCalling(
  gatehouse: RunningGatehouse,
  admin: AdminApi,
): Promise<() => Promise<void>> {
  const authorization = `Bearer ${await obtainToken(gatehouse, admin)}`;
  const stopped = new AbortController();
  const calling = (async () => {
    for (let index = 0; !stopped.signal.aborted; index += 1) {
      const [method, path] = CALLS[index % CALLS.length] ?? CALLS[0];
      const answer = await fetch(gatehouse.gatewayUrl + path, { method, headers: { authorization } });
      await answer.body?.cancel();
      await pause(120 + 90 * Math.abs((index % 8) - 4));
    }
  })();
  return async () => {
    stopped.abort();
    await calling;
  };
}

interface Member {
  readonly id: string;
}

/** Gives the company's organization two applications, and a partner who manages them. */
export async function fillOrganization({ admin, organizationId }: Company): Promise<void> {
  const { items } = await admin.get<{ items: readonly (Member & { name: string; version: number })[] }>(
    '/api/applications?pageSize=50',
  );
  for (const { id, name, version } of items)
    if (name.startsWith('Partner portal') || name === 'Picture frame')
      await admin.put(`/api/applications/${id}/organization`, { version, organizationId });
  await admin.post('/api/users', {
    username: 'mara',
    displayName: 'Mara Lindqvist',
    email: 'mara@north.example',
    operatorRole: 'member',
    password: ADA_PASSWORD,
  });
  for (const [username, role] of [
    ['mara', 'manager'],
    ['victor', 'viewer'],
  ])
    await admin.post(`/api/organizations/${organizationId}/members`, { username, role });
}
