import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Provider } from '@gatehouse/gateway-core';
import { createProviderTokensStore, type ProviderTokensStore, type TokenClaim } from '@gatehouse/persistence';
import type { Platform } from '../platform.tokens.js';
import { createProviderClient, type FetchedToken, type ProviderClient } from './provider-client.js';
import { ProviderError } from './provider-errors.js';
import {
  openAccessToken,
  openRefreshToken,
  openSecrets,
  sealAccessToken,
  sealRefreshToken,
} from './provider-secrets.js';
import { findExpiry, findRefreshAt, findRetryAt, findUsableUntil } from './token-schedule.js';

/** Thrown to callers of APIs: no access token for the upstream now. Carries nothing of the provider. */
export class NoUpstreamTokenError extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('no access token for the upstream');
    this.name = 'NoUpstreamTokenError';
  }
}

const LOOK_MS = 1_000;
const PURGE_MS = 60_000;
const OTHER_NODE_MS = 15_000;
const OTHER_NODE_LOOK_MS = 100;
const RENEWAL_PAUSE_MS = 10_000;

export type UpstreamTokensPlatform = Pick<
  Platform,
  'logger' | 'sealing' | 'database' | 'snapshots' | 'outsideServers'
>;

interface Ready {
  readonly accessToken: string;
  readonly usableUntil: number;
}

/**
 * The access tokens that the gateway sends to upstreams. The snapshot has them sealed, on every node; each is opened
 * once. One node asks a provider at a time, and the others take over what it got.
 */
export class UpstreamTokens {
  private readonly store: ProviderTokensStore;
  /** Asks providers; operators who connect one ask by it too. */
  readonly client: ProviderClient;
  private readonly opened = new WeakMap<Provider, Ready | null>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly renewedAt = new Map<string, number>();
  private readonly timers: NodeJS.Timeout[] = [];
  /** This node's part in not asking all at once. */
  private readonly spread = Math.random();

  constructor(private readonly platform: UpstreamTokensPlatform) {
    this.store = createProviderTokensStore(platform.database.pool);
    this.client = createProviderClient(platform.outsideServers);
  }

  /** Fetches ahead of need, on nodes that call upstreams. */
  start(): void {
    this.every(LOOK_MS, () => this.fetchAhead());
    this.every(PURGE_MS, () => this.store.purgeExpired());
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** The hot path: a map and a comparison. Undefined when the provider has to be asked first. */
  findReady(providerId: string): string | undefined {
    const provider = this.find(providerId);
    if (provider === undefined) return undefined;
    const ready = this.open(provider);
    return ready !== null && ready.usableUntil > Date.now() ? ready.accessToken : undefined;
  }

  /** Waits for the one fetch of this node and all others. @throws NoUpstreamTokenError */
  async getAccessToken(providerId: string): Promise<string> {
    // Twice: what was known of the provider may have been old.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const retryAt = this.find(providerId)?.retryAt ?? 0;
      if (retryAt <= Date.now()) await this.fetch(providerId);
      const ready = this.findReady(providerId);
      if (ready !== undefined) return ready;
    }
    const wait = (this.find(providerId)?.retryAt ?? 0) - Date.now();
    throw new NoUpstreamTokenError(Math.max(1, Math.ceil(wait / 1000)));
  }

  /**
   * An upstream did not accept an access token that looked valid: the provider is asked once for another. Where that
   * was done a moment ago, the upstream is wrong and not the token.
   * @returns another access token; undefined when there is none
   */
  async renew(providerId: string, refused: string): Promise<string | undefined> {
    const current = this.findReady(providerId);
    if (current !== undefined && current !== refused) return current;
    const last = this.renewedAt.get(providerId) ?? 0;
    if (Date.now() - last < RENEWAL_PAUSE_MS && !this.underWay.has(providerId)) return undefined;
    this.renewedAt.set(providerId, Date.now());
    await this.fetch(providerId);
    const next = this.findReady(providerId);
    return next === refused ? undefined : next;
  }

  /** Asks now, whatever there is. Never rejects because of the provider: the answer is in the snapshot. */
  fetch(providerId: string): Promise<void> {
    const known = this.underWay.get(providerId);
    if (known !== undefined) return known;
    const fetching = this.fetchOnce(providerId).finally(() => this.underWay.delete(providerId));
    this.underWay.set(providerId, fetching);
    return fetching;
  }

  /** Keeps the tokens of a provider that an operator has just connected. False: it was changed meanwhile. */
  async keep(provider: Provider, token: FetchedToken, askedAt: number): Promise<boolean> {
    const isKept = await this.store.put(provider, this.seal(provider, token, askedAt));
    await this.platform.snapshots.refresh('providers');
    return isKept;
  }

  /** Shows operators why a provider could not be connected. */
  async note({ id }: Provider, explanation: string): Promise<void> {
    await this.store.note(id, explanation);
    await this.platform.snapshots.refresh('providers');
  }

  private async fetchOnce(providerId: string): Promise<void> {
    const provider = this.find(providerId);
    if (provider === undefined) return;
    const claim = await this.store.claim(provider, randomUUID());
    if (claim === undefined) return this.awaitOtherNode(provider);
    try {
      await this.ask(provider, claim);
    } catch (error) {
      await this.fail(provider, claim, error);
    }
    await this.platform.snapshots.refresh('providers');
  }

  private async ask(provider: Provider, claim: TokenClaim): Promise<void> {
    const { sealing, logger } = this.platform;
    const { id, name, sealedSecrets } = provider;
    const secrets = openSecrets(sealing, id, sealedSecrets);
    const refreshToken = openRefreshToken(sealing, id, claim.sealedRefreshToken) ?? secrets.refreshToken;
    const askedAt = Date.now();
    const token = await this.client.fetchToken(provider, secrets, refreshToken);
    const isKept = await this.store.save(claim, this.seal(provider, token, askedAt));
    logger.info(isKept ? 'a provider gave an access token' : 'a provider was changed while it was asked', {
      provider: name,
      id,
    });
  }

  private async fail(provider: Provider, claim: TokenClaim, error: unknown): Promise<void> {
    const { id, name, failures } = provider;
    const isKnown = error instanceof ProviderError;
    const explanation = isKnown ? error.message : 'Something went wrong in the gateway; its log says more.';
    const retryAt = findRetryAt(failures, Date.now(), this.spread);
    this.platform.logger.warn('a provider gave no access token', {
      provider: name,
      id,
      explanation,
      ...(!isKnown && { error }),
    });
    await this.store.fail(claim, explanation, retryAt);
  }

  /** Another node asks, or has just been answered: its answer is ours. */
  private async awaitOtherNode({ id, version, generation }: Provider): Promise<void> {
    const deadline = Date.now() + OTHER_NODE_MS;
    for (;;) {
      await this.platform.snapshots.refresh('providers');
      const now = this.find(id);
      if (now === undefined || now.version !== version || now.generation !== generation) return;
      if (Date.now() > deadline) return;
      await pause(OTHER_NODE_LOOK_MS);
    }
  }

  private async fetchAhead(): Promise<void> {
    const { apis, providers } = this.platform.snapshots.current();
    const used = new Set(apis.flatMap(({ isEnabled, providerId }) => (isEnabled ? [providerId] : [])));
    const now = Date.now();
    const due = [...providers.values()].filter(
      (provider) =>
        used.has(provider.id) &&
        isAskable(provider) &&
        findRefreshAt(provider, this.spread) <= now &&
        (provider.retryAt ?? 0) <= now,
    );
    await Promise.all(due.map(({ id }) => this.fetch(id)));
  }

  private seal(
    { id }: Provider,
    { accessToken, refreshToken, expiresInSeconds }: FetchedToken,
    askedAt: number,
  ): Parameters<ProviderTokensStore['save']>[1] {
    const { sealing } = this.platform;
    return {
      sealedAccessToken: sealAccessToken(sealing, id, accessToken),
      sealedRefreshToken: sealRefreshToken(sealing, id, refreshToken),
      expiresAt: findExpiry(expiresInSeconds, askedAt),
    };
  }

  private find(providerId: string): Provider | undefined {
    return this.platform.snapshots.current().providers.get(providerId);
  }

  private open(provider: Provider): Ready | null {
    const known = this.opened.get(provider);
    if (known !== undefined) return known;
    const { sealedAccessToken } = provider;
    const ready =
      sealedAccessToken === null
        ? null
        : {
            accessToken: openAccessToken(this.platform.sealing, provider, sealedAccessToken),
            usableUntil: findUsableUntil(provider),
          };
    this.opened.set(provider, ready);
    return ready;
  }

  private every(milliseconds: number, work: () => Promise<void>): void {
    const run = (): void =>
      void work().catch((error: unknown) =>
        this.platform.logger.warn('tokens could not be kept fresh', { error }),
      );
    this.timers.push(setInterval(run, milliseconds).unref());
  }
}

/** A connection that an operator has to make cannot be made in the background. */
const isAskable = ({ settings, hasRefreshToken }: Provider): boolean =>
  settings.flow !== 'authorization_code' || hasRefreshToken;
