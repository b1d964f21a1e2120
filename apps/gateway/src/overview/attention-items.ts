import type { AttentionCode, AttentionItem, AttentionValues, NodeDetail } from '@gatehouse/dto';
import type {
  EndingApiKeyRow,
  EndingSecretRow,
  FailingApiRow,
  GivenUpWebhookRow,
  NodeTargetRow,
  UnusedClientRow,
} from '@gatehouse/persistence';

/** As it is told, but for who has dismissed it. */
export type Matter = Omit<AttentionItem, 'isDismissed'>;

/** What a client in another language makes its own sentence of. */
export const say = <Code extends AttentionCode>(
  code: Code,
  values: AttentionValues<Code>,
): Pick<AttentionItem, 'code' | 'values'> => ({ code, values });

const day = (date: Date): string => date.toISOString().slice(0, 10);
const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

export function toNodeMatter({ id, name, state, heardAt }: NodeDetail): Matter | undefined {
  if (state !== 'deaf' && state !== 'silent') return undefined;
  return {
    key: `node ${id}`,
    kind: 'node',
    urgency: 'now',
    ...(state === 'deaf' ? say('node-deaf', { node: name }) : say('node-silent', { node: name, heardAt })),
    title: `Node ${name}`,
    detail:
      state === 'deaf'
        ? 'It lives and cannot hear of changes: look at its connection to the database.'
        : `Nothing was heard of it since ${heardAt.slice(11, 19)} UTC: it may have ended, or not reach the database.`,
    target: { page: 'nodes', id: null },
    dueAt: null,
  };
}

const UPSTREAM = 'upstream';

function describeFailure({ status, check }: FailingApiRow): string {
  if (check === null) return `its upstream answers ${status}`;
  return check === UPSTREAM
    ? 'its upstream cannot be reached or does not answer'
    : `the gateway answers ${status} (${check})`;
}

function sayFailure({ name, failed, calls, status, check }: FailingApiRow) {
  const values = { api: name, failed, count: calls };
  if (check === null) return say('api-answers', { ...values, status });
  return check === UPSTREAM ? say('api-unreachable', values) : say('api-fails', { ...values, status, check });
}

export const toFailingMatter = (row: FailingApiRow): Matter => ({
  key: `failing-api ${row.apiId}`,
  kind: 'failing-api',
  urgency: 'now',
  ...sayFailure(row),
  title: row.name,
  detail: `${row.failed} of ${count(row.calls, 'call')} failed in the last 15 minutes: ${describeFailure(row)}.`,
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
    const isUnhealthy = group.some(({ state }) => state === 'unhealthy');
    const why = isUnhealthy ? 'does not pass its health check' : 'failed too often in a row';
    return [
      {
        key: `target ${first.apiId} ${first.url}`.slice(0, 200),
        kind: 'target' as const,
        urgency: 'now' as const,
        ...say(isUnhealthy ? 'target-unhealthy' : 'target-failing', {
          api: name,
          url: first.url,
          count: group.length,
        }),
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
  ...say(row.hasAnother ? 'old-secret-ends' : 'only-secret-ends', {
    application: row.applicationName,
    client: row.clientId,
    expiresAt: row.expiresAt.toISOString(),
  }),
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
  ...say('api-key-expires', {
    application: row.applicationName,
    apiKey: row.name,
    expiresAt: row.expiresAt.toISOString(),
  }),
  title: row.applicationName,
  detail: `The API key "${row.name}" expires on ${day(row.expiresAt)}: make a new one, and have it used by then.`,
  target: { page: 'application', id: row.applicationId },
  dueAt: row.expiresAt.toISOString(),
});

export const toUnusedClientMatter = (row: UnusedClientRow, days: number): Matter => ({
  key: `unused-client ${row.clientId}`,
  kind: 'unused-client',
  urgency: 'tidy',
  ...say('client-unused', { application: row.applicationName, client: row.clientId, count: days }),
  title: row.applicationName,
  detail: `The client ${row.clientId} got no token and made no call in ${count(days, 'day')}: disable it if nobody needs it.`,
  target: { page: 'application', id: row.applicationId },
  dueAt: null,
});

export const toUnusedScopeMatter = ({ name }: { readonly name: string }): Matter => ({
  key: `unused-scope ${name}`.slice(0, 200),
  kind: 'unused-scope',
  urgency: 'tidy',
  ...say('scope-unused', { scope: name }),
  title: `Scope ${name}`,
  detail: 'No call was ever admitted with it: delete it, or put it on a route.',
  target: { page: 'scopes', id: null },
  dueAt: null,
});

export const toServerErrorMatter = (total: number): Matter => ({
  key: 'server-error',
  kind: 'server-error',
  urgency: 'now',
  ...say('server-errors', { count: total }),
  title: 'Authorization server',
  detail: `It answered ${count(total, 'request')} of the last hour with an error of its own: the log says more under each request ID.`,
  target: { page: 'errors', id: null },
  dueAt: null,
});

export const toMessageMatter = (total: number, lastError: string | null): Matter => ({
  key: 'message',
  kind: 'message',
  urgency: 'now',
  ...say('messages-refused', { count: total, error: (lastError ?? '').slice(0, 200) }),
  title: `${count(total, 'message')} not sent`,
  detail: `The mail server refuses: ${(lastError ?? 'no reason given').slice(0, 200)}`,
  target: { page: 'messages', id: null },
  dueAt: null,
});

export const toWebhookMatter = ({ id, name, error }: GivenUpWebhookRow): Matter => ({
  key: `webhook ${id}`,
  kind: 'webhook',
  urgency: 'now',
  ...say('webhook-given-up', { webhook: name, error: (error ?? '').slice(0, 200) }),
  title: name,
  detail: `No events are sent there any more: it kept failing (${(error ?? '').slice(0, 200)}). Mend it, and switch it on.`,
  target: { page: 'webhook', id },
  dueAt: null,
});
