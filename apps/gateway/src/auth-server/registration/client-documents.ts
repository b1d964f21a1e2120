import {
  type ClientMetadata,
  completeDocument,
  findDocumentAddressProblem,
  findDocumentProblem,
  findFreshSeconds,
  isDocumentAddress,
  type JsonObject,
  OAuthError,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import { toHostName, matchesHost } from '@gatehouse/gateway-core';
import type { OpenPolicy } from '@gatehouse/persistence';
import { LRUCache } from 'lru-cache';
import { GuardedFetchError } from '../../platform/guarded-fetch.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { DocumentRegistrar } from './document-registrar.js';
import { checkMetadata } from './metadata-rules.js';
import { isOpenType } from './registration-terms.js';

const MAX_BYTES = 10_240;
const TIMEOUT_MS = 5_000;
const MAX_ADDRESSES = 5_000;
/** Fetched at once, whoever asks for how many. */
const MAX_FETCHES = 8;
const FRESH = { least: 300, most: 86_400 };
/** One that could not be had is not asked for again by the next who comes. */
const FAILURE_MS = 10_000;
/** While an address does not answer, what it said last counts for so long. */
const USABLE_MS = 86_400_000;

/** What is known of an address on this node. Epoch milliseconds. */
interface Known {
  readonly freshUntil: number;
  /** When the document was last seen; 0: not yet. */
  readonly seenAt: number;
  readonly failure?: OAuthError | undefined;
}

const refuse = (clientId: string, reason: string): OAuthError =>
  new OAuthError(
    'invalid_client',
    `The metadata document of this client cannot be used: ${reason}.`,
    `${clientId.slice(0, 200)}: ${reason}`,
  );

async function parse(clientId: string, answer: Response): Promise<JsonObject> {
  // A document that is not there any more is a client that is not there any more.
  if (answer.status !== 200) throw refuse(clientId, `its address answers ${answer.status}`);
  const type = answer.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type))
    throw refuse(clientId, 'it is not application/json');
  let document: unknown;
  try {
    document = JSON.parse(await answer.text());
  } catch {
    throw refuse(clientId, 'it is not JSON');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw refuse(clientId, 'it is no object');
  const problem = findDocumentProblem(clientId, document as JsonObject);
  if (problem !== undefined) throw refuse(clientId, problem);
  return document as JsonObject;
}

/**
 * Clients whose ID is the address of a document that says who they are (draft-ietf-oauth-client-id-metadata-document): each
 * becomes an application when it first asks, and follows its document from then on.
 */
export class ClientDocuments {
  private readonly known = new LRUCache<string, Known>({ max: MAX_ADDRESSES });
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly registrar: DocumentRegistrar;

  constructor(private readonly platform: Platform) {
    this.registrar = new DocumentRegistrar(platform);
  }

  /**
   * Has a client known, and as its document says, before it is looked for. Nothing for all other clients.
   * @throws OAuthError invalid_client, temporarily_unavailable
   */
  async prepare(clientId: string | undefined): Promise<void> {
    if (clientId === undefined || !isDocumentAddress(clientId)) return;
    const policy = this.findPolicy(clientId);
    const known = this.known.get(clientId);
    const now = REAL_WORLD.now();
    if (known !== undefined && known.freshUntil > now) {
      if (known.failure !== undefined) throw known.failure;
      return;
    }
    const found = this.underWay.get(clientId) ?? this.begin(clientId, policy, known);
    await found;
  }

  /** @throws OAuthError where no terms let this client in */
  private findPolicy(clientId: string): OpenPolicy {
    const policy = this.platform.snapshots
      .current()
      .registrationPolicies.find(({ kind }) => kind === 'document');
    if (policy === undefined)
      throw new OAuthError(
        'invalid_client',
        'No application has this client_id: metadata documents do not count here.',
      );
    const problem = findDocumentAddressProblem(clientId, this.platform.env.allowsPrivateAddresses);
    if (problem !== undefined) throw refuse(clientId, problem);
    const host = toHostName(new URL(clientId).host);
    if (policy.hosts.length > 0 && !policy.hosts.some((pattern) => matchesHost(pattern, host)))
      throw refuse(clientId, `documents of ${host} do not count here`);
    return policy;
  }

  private begin(clientId: string, policy: OpenPolicy, known: Known | undefined): Promise<void> {
    if (this.underWay.size >= MAX_FETCHES)
      throw new OAuthError(
        'temporarily_unavailable',
        'Too many documents are being read. Try again in a moment.',
      );
    const work = this.follow(clientId, policy, known).finally(() => this.underWay.delete(clientId));
    this.underWay.set(clientId, work);
    return work;
  }

  private async follow(clientId: string, policy: OpenPolicy, known: Known | undefined): Promise<void> {
    const now = REAL_WORLD.now();
    const seenAt = known?.seenAt ?? 0;
    try {
      const { metadata, freshSeconds } = await this.read(clientId);
      await this.registrar.save(clientId, policy, metadata);
      this.known.set(clientId, { freshUntil: now + freshSeconds * 1000, seenAt: now });
    } catch (error) {
      if (error instanceof GuardedFetchError && seenAt + USABLE_MS > now && this.isRegistered(clientId)) {
        this.platform.logger.warn('a client document cannot be read; what it said last still counts', {
          clientId,
          error: error.message,
        });
        this.known.set(clientId, { freshUntil: now + FAILURE_MS, seenAt });
        return;
      }
      const failure = error instanceof GuardedFetchError ? refuse(clientId, error.message) : error;
      if (failure instanceof OAuthError && failure.code === 'invalid_client')
        this.known.set(clientId, { freshUntil: now + FAILURE_MS, seenAt, failure });
      throw failure;
    }
  }

  private isRegistered(clientId: string): boolean {
    return this.platform.snapshots.current().clients.has(clientId);
  }

  private async read(
    clientId: string,
  ): Promise<{ readonly metadata: ClientMetadata; readonly freshSeconds: number }> {
    const answer = await this.platform.guardedFetch(clientId, {
      headers: { accept: 'application/json' },
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    const document = await parse(clientId, answer);
    try {
      const { keys, snapshot } = this.platform.currentDirectory();
      const had = snapshot.clients.get(clientId)?.authorizationDetailsTypes ?? [];
      const mayHaveType = (name: string): boolean => isOpenType(snapshot, name, had);
      const metadata = checkMetadata(completeDocument(document), keys, mayHaveType);
      return { metadata, freshSeconds: findFreshSeconds(answer.headers.get('cache-control'), FRESH) };
    } catch (error) {
      throw error instanceof OAuthError ? refuse(clientId, error.description) : error;
    }
  }
}
