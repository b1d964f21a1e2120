import { isDeepStrictEqual } from 'node:util';
import type { PlannedChange } from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { StoredTransfer, TransferApplication, TransferClient } from '@gatehouse/persistence';

type Facts = Readonly<Record<string, unknown>>;
type NameOfApi = (apiId: string) => string;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
const inOrder = (items: readonly object[]): readonly object[] =>
  [...items].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));

/** As the REST API names and shows it. Null: there is none. */
const toClientFacts = ({ secrets, settings, id, authenticationMethod, ...rest }: TransferClient): Facts => ({
  ...rest,
  tokenEndpointAuthMethod: authenticationMethod,
  ...DEFAULT_CLIENT_SETTINGS,
  ...settings,
});

const toApplicationFacts = (
  { facts, limits, apiLimits, access }: TransferApplication,
  nameOf: NameOfApi,
): Facts => ({
  ...facts,
  limits,
  apiLimits: inOrder(apiLimits.map(({ apiId, limits: own }) => ({ api: nameOf(apiId), limits: own }))),
  access: inOrder(access.map(({ apiId, role }) => ({ api: nameOf(apiId), role }))),
});

/** What differs, with its values. */
const compare = (before: Facts, after: Facts): PlannedChange[] =>
  Object.keys(after)
    .map((field) => ({ field, before: plain(before[field]), after: plain(after[field]) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));

function compareClients(client: TransferClient, before: TransferClient | undefined): PlannedChange[] {
  if (before === undefined) return [{ client: client.id, field: 'clientId', before: null, after: client.id }];
  const isKnown = (hash: Buffer): boolean => before.secrets?.some((one) => one.hash.equals(hash)) ?? false;
  const hasNewSecret = client.secrets?.every(({ hash }) => isKnown(hash)) === false;
  const changes: PlannedChange[] = compare(toClientFacts(before), toClientFacts(client));
  // Only that there are more: a hash is nothing to look at.
  if (hasNewSecret) changes.push({ field: 'secrets' });
  return changes.map((change) => ({ client: client.id, ...change }));
}

/** What the file changes of an application that is there. Pictures and secrets are named without their values. */
export function listChanges(
  application: TransferApplication,
  before: StoredTransfer,
  nameOf: NameOfApi,
): PlannedChange[] {
  const isOtherLogo = !isDeepStrictEqual(plain(application.logo), plain(before.logo));
  return [
    ...compare(toApplicationFacts(before, nameOf), toApplicationFacts(application, nameOf)),
    ...(isOtherLogo ? [{ field: 'logo' }] : []),
    ...application.clients.flatMap((client) =>
      compareClients(
        client,
        before.clients.find(({ id }) => id === client.id),
      ),
    ),
  ];
}
