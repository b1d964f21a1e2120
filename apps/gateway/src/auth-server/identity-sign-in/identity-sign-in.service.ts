import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ACR_PASSWORD, type AuthorizationRequest } from '@gatehouse/oauth-core';
import type { IdentityProvider } from '@gatehouse/persistence';
import * as openid from 'openid-client';
import { SIGN_IN_CALLBACK } from '../../platform/identity-providers.js';
import { explainOutsideError, findGuarded } from '../../platform/outside-errors.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { countSignIn } from '../../platform/traffic/count-sign-in.js';
import { hashCookie } from '../browser-cookies.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import {
  type InteractionKey,
  InteractionService,
  type SignInOutcome,
} from '../interaction/interaction.service.js';
import { findAccount, type SignInProblem } from './find-account.js';
import { readPerson } from './outside-person.js';
import { openPendingSignIn, type PendingSignIn, sealPendingSignIn } from './pending-sign-in.js';
import { type Claims, finishAtProvider, startAtProvider } from './provider-questions.js';

/** What has come of somebody who was away at a provider; undefined: nobody waits for this answer in this browser. */
export type SignInEnd =
  | {
      readonly interactionId: string;
      readonly outcome?: SignInOutcome;
      readonly problem?: SignInProblem;
      /** Of the problem, for operators. */
      readonly reason?: string;
      /** The account here must be signed in to first; it is linked then. */
      readonly mustLink?: true;
    }
  | undefined;

// As long as clocks may differ, and somebody may think at the provider's page.
const CLOCK_SECONDS = 30;
const STATE = /^([\w-]{43})\.[\w-]{22}$/;
const CLAIM = 'identity-sign-in';

/** Signing in with an OpenID provider: away with the browser, and back to the interaction that waits. */
@Injectable()
export class IdentitySignInService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(InteractionService) private readonly interactions: InteractionService,
  ) {}

  /** @returns where the browser goes. @throws InteractionProblem 404, 410, 503 */
  async begin(key: InteractionKey, slug: string): Promise<string> {
    const { request } = await this.interactions.open(key);
    const provider = this.platform.snapshots.current().identityProviders.get(slug);
    if (provider?.isEnabled !== true) throw new InteractionProblem('provider-not-offered');
    // The first half finds the interaction again; only the browser that began it does.
    const state = `${hashCookie(key.id).toString('base64url')}.${randomBytes(16).toString('base64url')}`;
    const redirectUri = this.getRedirectUri(slug);
    const start = await startAtProvider(this.platform, provider, request, { state, redirectUri }).catch(
      (error: unknown) => {
        this.warn(provider, error);
        throw new InteractionProblem('provider-unavailable', {
          values: { provider: provider.name },
          retryAfterSeconds: 5,
        });
      },
    );
    const outsideSignIn = sealPendingSignIn(this.platform.sealing, {
      interactionId: key.id,
      providerId: provider.id,
      version: provider.version,
      state,
      nonce: start.nonce,
      verifier: start.verifier,
      notBefore: findNotBefore(request, Date.now() / 1000),
    });
    await this.authorizations.interactions.advance(hashCookie(key.id), { outsideSignIn, pendingLink: null });
    return start.location;
  }

  /** @param query of the callback, with its question mark */
  async finish(
    slug: string,
    query: string,
    browser: Pick<InteractionKey, 'browser' | 'session' | 'place' | 'language'>,
  ): Promise<SignInEnd> {
    const state = new URLSearchParams(query).get('state') ?? '';
    const pending = await this.findPending(state, browser.browser);
    if (pending === undefined) return undefined;
    const { interactionId } = pending;
    const provider = this.platform.snapshots.current().identityProviders.get(slug);
    const isStill = provider?.isEnabled === true && provider.id === pending.providerId;
    if (!isStill || provider.version !== pending.version) return { interactionId, problem: 'expired' };
    // One answer: a second one is a replay, whoever sends it.
    const expiresAt = Date.now() + this.platform.settings().interactionSeconds * 1000;
    if (!(await this.platform.stores.replays.claim(CLAIM, state, expiresAt)))
      return { interactionId, problem: 'expired' };
    try {
      const callback = new URL(this.getRedirectUri(slug) + query);
      const claims = await finishAtProvider(this.platform, provider, callback, pending);
      checkFreshness(claims, pending);
      return await this.signIn({ ...browser, id: interactionId }, provider, claims);
    } catch (error) {
      if (error instanceof InteractionProblem) return undefined;
      if (!isOfProvider(error)) throw error;
      this.warn(provider, error);
      return { interactionId, problem: toProblem(error), reason: `${slug}: ${explainOutsideError(error)}` };
    }
  }

  private async signIn(key: InteractionKey, provider: IdentityProvider, claims: Claims): Promise<SignInEnd> {
    const person = readPerson(provider, claims, randomBytes(4).toString('hex'));
    const search = await findAccount(this.platform, provider, person);
    if (search.kind === 'problem') {
      countSignIn(this.platform, 'provider', 'refused');
      this.platform.logger.info('sign-in with an identity provider refused', {
        provider: provider.slug,
        problem: search.problem,
      });
      return { interactionId: key.id, problem: search.problem };
    }
    if (search.kind === 'must-link') {
      const { userIds, email } = search;
      const pendingLink = {
        source: person.source,
        subject: person.subject,
        slug: provider.slug,
        userIds,
        email,
      };
      await this.authorizations.interactions.advance(hashCookie(key.id), { pendingLink });
      return { interactionId: key.id, mustLink: true };
    }
    // How somebody signed in elsewhere is not known here: one factor.
    const signIn = { userId: search.userId, amr: ['fed'], acr: ACR_PASSWORD };
    return { interactionId: key.id, outcome: await this.interactions.completeSignIn(key, signIn) };
  }

  private async findPending(state: string, browser: string): Promise<PendingSignIn | undefined> {
    const hash = STATE.exec(state)?.[1];
    if (hash === undefined) return undefined;
    const waiting = await this.authorizations.interactions.find(
      Buffer.from(hash, 'base64url'),
      hashCookie(browser),
    );
    const sealed = waiting?.progress.outsideSignIn;
    const pending = sealed === undefined ? undefined : openPendingSignIn(this.platform.sealing, sealed);
    return pending?.state === state ? pending : undefined;
  }

  private getRedirectUri(slug: string): string {
    return `${this.platform.env.issuer}${SIGN_IN_CALLBACK}${slug}`;
  }

  private warn({ slug }: IdentityProvider, error: unknown): void {
    this.platform.logger.warn('an identity provider did not sign somebody in', {
      provider: slug,
      explanation: explainOutsideError(error),
    });
  }
}

/** Nobody was signed in there as lately as was asked for. */
class StaleSignInError extends Error {}

/** OpenID Connect Core §3.1.2.1: from when on a sign-in at the provider is recent enough. Epoch seconds. */
function findNotBefore({ prompts, maxAgeSeconds }: AuthorizationRequest, now: number): number | null {
  const maxAge = prompts.includes('login') ? 0 : maxAgeSeconds;
  return maxAge === null ? null : Math.floor(now) - maxAge - CLOCK_SECONDS;
}

/** OpenID Connect Core §3.1.3.7 step 13. @throws StaleSignInError */
function checkFreshness(claims: Claims, { notBefore }: PendingSignIn): void {
  if (notBefore === null) return;
  const { auth_time: authenticatedAt } = claims;
  if (typeof authenticatedAt !== 'number' || authenticatedAt < notBefore)
    throw new StaleSignInError('it did not say that the person signed in anew (auth_time)');
}

/** Errors of asking the provider; whatever else is thrown is a fault of ours. */
const isOfProvider = (error: unknown): boolean =>
  error instanceof openid.ClientError ||
  error instanceof openid.ResponseBodyError ||
  error instanceof openid.AuthorizationResponseError ||
  error instanceof openid.WWWAuthenticateChallengeError ||
  error instanceof StaleSignInError ||
  findGuarded(error) !== undefined;

function toProblem(error: unknown): SignInProblem {
  if (error instanceof openid.AuthorizationResponseError && error.error === 'access_denied') return 'refused';
  return findGuarded(error) === undefined ? 'failed' : 'unavailable';
}
