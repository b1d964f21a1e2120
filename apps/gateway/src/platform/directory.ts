import { listApiScopes } from '@gatehouse/gateway-core';
import {
  type Client,
  type DetailsType,
  type Directory,
  mapAccessTokenKeys,
  OAuthError,
  type SigningAlgorithm,
  type SigningKey,
} from '@gatehouse/oauth-core';
import type { SealedSigningKey, Snapshot, SnapshotSource } from '@gatehouse/persistence';
import { ADMIN_SCOPES } from '@gatehouse/scopes';
import { openDetailsTypes } from './details-types.js';
import { openPublicPart, openSigningKey, type PrivateParts } from './signing-keys.js';

/** The directory together with the snapshot that it is a view of. */
export interface NodeDirectory extends Directory {
  readonly snapshot: Snapshot;
}

export interface DirectoryOptions {
  readonly privateParts: PrivateParts;
  /** What signs where nothing else is asked for. */
  readonly defaultAlgorithm: SigningAlgorithm;
  /** Audience of the admin REST API. */
  readonly adminAudience: string;
}

/** Remembers the last result of a function as long as its argument is the same object. */
function remember<A extends object, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly result: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}

/** By two sections of a snapshot: their schemas are compiled when one of them changes, never for a request. */
function rememberDetailsTypes(): (snapshot: Snapshot) => ReadonlyMap<string, DetailsType> {
  let last: Pick<Snapshot, 'detailsTypes' | 'apis'> | undefined;
  let opened: ReadonlyMap<string, DetailsType> = new Map();
  return ({ detailsTypes, apis }) => {
    if (last?.detailsTypes !== detailsTypes || last.apis !== apis) {
      last = { detailsTypes, apis };
      opened = openDetailsTypes(detailsTypes, apis);
    }
    return opened;
  };
}

function mapAudiences(apis: Snapshot['apis'], adminAudience: string): Map<string, readonly string[]> {
  const audiences = new Map<string, Set<string>>();
  for (const api of apis) {
    for (const scope of listApiScopes(api)) {
      audiences.set(scope, (audiences.get(scope) ?? new Set()).add(api.audience));
    }
  }
  for (const scope of Object.values(ADMIN_SCOPES)) audiences.set(scope, new Set([adminAudience]));
  return new Map([...audiences].map(([scope, set]) => [scope, [...set]]));
}

/** The token plane's view of the newest snapshot; what is derived from a section is derived once per change of it. */
export function createCurrentDirectory(
  snapshots: SnapshotSource,
  options: DirectoryOptions,
): () => NodeDirectory {
  const openKeys = remember(createKeyOpener(options.privateParts));
  const audiencesOf = remember((apis: Snapshot['apis']) => mapAudiences(apis, options.adminAudience));
  const headersOf = remember(mapAccessTokenKeys);
  const detailsTypesOf = rememberDetailsTypes();

  const build = remember((snapshot: Snapshot): NodeDirectory => {
    const keys = openKeys(snapshot.keys);
    const audiences = audiencesOf(snapshot.apis);
    const detailsTypes = detailsTypesOf(snapshot);
    return {
      snapshot,
      keys,
      keysByHeader: headersOf(keys),
      findClient: (clientId): Client | undefined => snapshot.clients.get(clientId),
      findTrustedIssuer: (issuer) => snapshot.trustedIssuers.get(issuer),
      findDetailsType: (name) => detailsTypes.get(name),
      findAudience: (scopes) => findAudience(audiences, scopes),
      getSigningKey: (algorithm = options.defaultAlgorithm) => getActive(keys, algorithm),
    };
  });
  return () => build(snapshots.current());
}

/**
 * Opens signing keys, each once: a key ID is the thumbprint of one key pair. A key that changes its state, or is sealed
 * anew under a master key that this node has not been given yet, signs on; a new one under such a master key is known
 * to this node, and signs on others. At the start every key must open.
 */
function createKeyOpener(
  privateParts: PrivateParts,
): (sealed: readonly SealedSigningKey[]) => readonly SigningKey[] {
  let opened: ReadonlyMap<string, SigningKey> | undefined;
  return (all) => {
    const keys = all.map((sealed): SigningKey => {
      const known = opened?.get(sealed.kid);
      if (known === undefined)
        return (opened === undefined ? openSigningKey : openWhatOpens)(privateParts, sealed);
      return known.state === sealed.state ? known : { ...known, state: sealed.state };
    });
    opened = new Map(keys.map((key) => [key.kid, key]));
    return keys;
  };
}

function openWhatOpens(privateParts: PrivateParts, sealed: SealedSigningKey): SigningKey {
  try {
    return openSigningKey(privateParts, sealed);
  } catch (error) {
    return openPublicPart(sealed, (error as Error).message);
  }
}

function findAudience(
  audiences: ReadonlyMap<string, readonly string[]>,
  scopes: Iterable<string>,
): readonly string[] {
  const found = new Set<string>();
  for (const scope of scopes) for (const audience of audiences.get(scope) ?? []) found.add(audience);
  return [...found];
}

function getActive(keys: readonly SigningKey[], algorithm: SigningAlgorithm): SigningKey {
  const key = keys.find((candidate) => candidate.state === 'active' && candidate.algorithm === algorithm);
  if (key === undefined) {
    const description = 'Tokens cannot be signed right now. Try again in a moment.';
    throw new OAuthError('temporarily_unavailable', description, `no signing key of ${algorithm} is active`);
  }
  return key;
}
