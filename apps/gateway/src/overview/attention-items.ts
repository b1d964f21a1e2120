import type { AttentionItem, NodeDetail } from '@gatehouse/dto';
import type {
  EndingApiKeyRow,
  EndingSecretRow,
  FailingApiRow,
  NodeTargetRow,
  UnusedClientRow,
} from '@gatehouse/persistence';

/** As it is told, but for who has dismissed it. */
export type Matter = Omit<AttentionItem, 'isDismissed'>;

const day = (date: Date): string => date.toISOString().slice(0, 10);
const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

export function toNodeMatter({ id, name, state, heardAt }: NodeDetail): Matter | undefined {
  if (state !== 'deaf' && state !== 'silent') return undefined;
  return {
    key: `node ${id}`,
    kind: 'node',
    urgency: 'now',
    title: `Node ${name}`,
    detail:
      state === 'deaf'
        ? 'It lives and cannot hear of changes: look at its connection to the database.'
        : `Nothing was heard of it since ${heardAt.slice(11, 19)} UTC: it may have ended, or not reach the database.`,
    target: { page: 'nodes', id: null },
    dueAt: null,
  };
}

export const toFailingMatter = (row: FailingApiRow, describe: string): Matter => ({
  key: `failing-api ${row.apiId}`,
  kind: 'failing-api',
  urgency: 'now',
  title: row.name,
  detail: `${row.failed} of ${count(row.calls, 'call')} failed in the last 15 minutes: ${describe}.`,
  target: { page: 'traffic', id: row.apiId },
  dueAt: null,
});

/** One for each target, however many nodes say so. */
export function toTargetMatters(
  rows: readonly NodeTargetRow[],
  names: ReadonlyMap<string, string>,
): Matter[] {
  const byTarget = new Map<string, NodeTargetRow[]>();
  for (const row of rows) {
    const key = `${row.apiId} ${row.url}`;
    byTarget.set(key, [...(byTarget.get(key) ?? []), row]);
  }
  return [...byTarget.values()].flatMap((group) => {
    const [first] = group;
    const name = first && names.get(first.apiId);
    if (first === undefined || name === undefined) return [];
    const why = group.some(({ state }) => state === 'unhealthy')
      ? 'does not pass its health check'
      : 'failed too often in a row';
    return [
      {
        key: `target ${first.apiId} ${first.url}`.slice(0, 200),
        kind: 'target' as const,
        urgency: 'now' as const,
        title: `Upstream of ${name}`,
        detail: `${first.url} ${why}, and is not called by ${count(group.length, 'node')}.`,
        target: { page: 'api' as const, id: first.apiId },
        dueAt: null,
      },
    ];
  });
}

export const toSecretMatter = (row: EndingSecretRow): Matter => ({
  key: `secret ${row.id}`,
  kind: 'secret',
  urgency: 'soon',
  title: row.applicationName,
  detail: row.hasAnother
    ? `The old secret of ${row.clientId} ends on ${day(row.expiresAt)}: see that the new one is in use by then.`
    : `The only secret of ${row.clientId} ends on ${day(row.expiresAt)}: rotate it, or it gets no more tokens.`,
  target: { page: 'application', id: row.applicationId },
  dueAt: row.expiresAt.toISOString(),
});

export const toApiKeyMatter = (row: EndingApiKeyRow): Matter => ({
  key: `api-key ${row.id}`,
  kind: 'api-key',
  urgency: 'soon',
  title: row.applicationName,
  detail: `The API key "${row.name}" expires on ${day(row.expiresAt)}: make a new one, and have it used by then.`,
  target: { page: 'application', id: row.applicationId },
  dueAt: row.expiresAt.toISOString(),
});

export const toUnusedClientMatter = (row: UnusedClientRow, days: number): Matter => ({
  key: `unused-client ${row.clientId}`,
  kind: 'unused-client',
  urgency: 'tidy',
  title: row.applicationName,
  detail: `The client ${row.clientId} got no token and made no call in ${count(days, 'day')}: disable it if nobody needs it.`,
  target: { page: 'application', id: row.applicationId },
  dueAt: null,
});

export const toUnusedScopeMatter = ({ name }: { readonly name: string }): Matter => ({
  key: `unused-scope ${name}`.slice(0, 200),
  kind: 'unused-scope',
  urgency: 'tidy',
  title: `Scope ${name}`,
  detail: 'No call was ever admitted with it: delete it, or put it on a route.',
  target: { page: 'scopes', id: null },
  dueAt: null,
});

export const toMessageMatter = (total: number, lastError: string | null): Matter => ({
  key: 'message',
  kind: 'message',
  urgency: 'now',
  title: `${count(total, 'message')} not sent`,
  detail: `The mail server refuses: ${(lastError ?? 'no reason given').slice(0, 200)}`,
  target: { page: 'messages', id: null },
  dueAt: null,
});
