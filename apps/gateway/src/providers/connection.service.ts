import { Inject, Injectable } from '@nestjs/common';
import type { Provider } from '@gatehouse/gateway-core';
import { NotFoundError } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { ProviderError } from '../platform/upstream-tokens/provider-errors.js';
import { openSecrets } from '../platform/upstream-tokens/provider-secrets.js';
import { findRedirectUri } from './providers.service.js';

/** How long an operator may take at the provider. */
export const CONNECTION_SECONDS = 600;
const CONTEXT = 'provider-connection';

/** What must come back with the browser; sealed, in a cookie of its own, so that no other browser can end it. */
interface Pending {
  readonly providerId: string;
  readonly version: number;
  readonly state: string;
  readonly verifier: string;
  readonly expiresAt: number;
}

/** How a connection has ended. A word, not a text: what is shown does not come from the address. */
export interface ConnectionEnd {
  readonly providerId: string | undefined;
  readonly outcome: 'connected' | 'expired' | 'changed' | 'refused';
}

/** Connects providers: an operator goes there with the browser, once (RFC 6749 §4.1, RFC 7636, RFC 9207). */
@Injectable()
export class ConnectionService {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  /** @throws NotFoundError, ProblemError 409, 502 */
  async begin(id: string): Promise<{ readonly location: string; readonly cookie: string }> {
    await this.platform.snapshots.refresh('providers');
    const provider = this.platform.snapshots.current().providers.get(id);
    if (provider === undefined) throw new NotFoundError('provider');
    if (provider.settings.flow !== 'authorization_code') throw new ProblemError('nothing-to-connect');
    const { location, state, verifier } = await this.platform.upstreamTokens.client
      .startConnection(provider, this.openSecrets(provider), findRedirectUri(this.platform))
      .catch((error: unknown) => {
        if (!(error instanceof ProviderError)) throw error;
        // The page tells it in its own language, and these words are English.
        this.platform.logger.warn('provider cannot be connected', { providerId: id, error });
        throw new ProblemError('cannot-connect', { reason: error.message });
      });
    const expiresAt = Date.now() + CONNECTION_SECONDS * 1000;
    const pending: Pending = { providerId: id, version: provider.version, state, verifier, expiresAt };
    const sealed = this.platform.sealing.seal(Buffer.from(JSON.stringify(pending)), CONTEXT);
    return { location, cookie: sealed.toString('base64url') };
  }

  /** @param query of the callback, with its question mark */
  async finish(query: string, cookie: string | undefined): Promise<ConnectionEnd> {
    const pending = this.open(cookie);
    if (pending === undefined || pending.expiresAt < Date.now())
      return { providerId: undefined, outcome: 'expired' };
    const { providerId, version, state, expiresAt } = pending;
    const provider = this.platform.snapshots.current().providers.get(providerId);
    if (provider === undefined || provider.version !== version) return { providerId, outcome: 'changed' };
    // One answer: a second one is a replay, whoever sends it.
    if (!(await this.platform.stores.replays.claim(CONTEXT, state, expiresAt)))
      return { providerId, outcome: 'expired' };
    try {
      const callback = new URL(findRedirectUri(this.platform) + query);
      const askedAt = Date.now();
      const token = await this.platform.upstreamTokens.client.finishConnection(
        provider,
        this.openSecrets(provider),
        callback,
        pending,
      );
      const isKept = await this.platform.upstreamTokens.keep(provider, token, askedAt);
      return { providerId, outcome: isKept ? 'connected' : 'changed' };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.platform.logger.warn('a provider could not be connected', {
        id: providerId,
        explanation: error.message,
      });
      await this.platform.upstreamTokens.note(provider, error.message);
      return { providerId, outcome: 'refused' };
    }
  }

  private open(cookie: string | undefined): Pending | undefined {
    if (cookie === undefined) return undefined;
    try {
      const plain = this.platform.sealing.open(Buffer.from(cookie, 'base64url'), CONTEXT);
      return JSON.parse(plain.toString()) as Pending;
    } catch {
      // Not one of ours, or sealed before the master key was replaced.
      return undefined;
    }
  }

  private openSecrets({ id, sealedSecrets }: Provider): ReturnType<typeof openSecrets> {
    return openSecrets(this.platform.sealing, id, sealedSecrets);
  }
}
