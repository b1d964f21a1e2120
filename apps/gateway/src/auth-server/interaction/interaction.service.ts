import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthorizationRequest,
  type Client,
  type ConsentQuestion,
  findConsentedScopes,
  OAuthError,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import type { SessionView } from '@gatehouse/persistence';
import { PasswordsBusyError, verifyPassword } from '../../platform/passwords.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { hashCookie } from '../browser-cookies.js';
import { AuthorizationService } from './authorization.service.js';
import { decide, type Decision } from './decision.js';
import { InteractionProblem } from './interaction.problem.js';
import { createSignInThrottle } from './sign-in-throttle.js';

/** An interaction as a request to the pages' API names it. */
export interface InteractionKey {
  readonly id: string;
  /** The browser cookie's value. */
  readonly browser: string;
  /** The session cookie's value. */
  readonly session: string | undefined;
}

/** A living interaction with all that its pages show or decide on. */
interface OpenInteraction {
  readonly request: AuthorizationRequest;
  readonly client: Client;
  readonly session: SessionView | undefined;
  readonly decision: Decision;
}

/** What a page shows. Scopes in the order of the request. */
export interface InteractionView {
  readonly prompt: 'sign-in' | 'consent';
  readonly application: {
    readonly name: string;
    readonly description: string;
    readonly isFirstParty: boolean;
  };
  readonly redirectHost: string;
  readonly user?: { readonly username: string; readonly displayName: string };
  readonly scopes: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly isNew: boolean;
  }[];
}

/** The steps of signing in and consenting. */
@Injectable()
export class InteractionService {
  private readonly throttle = createSignInThrottle(REAL_WORLD.now);

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
  ) {}

  /** @throws InteractionProblem 410 when it is unknown, expired, answered, or another browser's */
  async get(key: InteractionKey): Promise<InteractionView> {
    const { request, client, session, decision } = await this.open(key);
    const { snapshot } = this.platform.currentDirectory();
    const question = findQuestion(decision);
    return {
      prompt: session === undefined ? 'sign-in' : 'consent',
      application: {
        name: client.applicationName,
        description: client.applicationDescription,
        isFirstParty: client.isFirstParty,
      },
      redirectHost: new URL(request.redirectUri).host || new URL(request.redirectUri).protocol,
      ...(session && { user: { username: session.username, displayName: session.displayName } }),
      scopes: [...question.newScopes, ...question.allowedScopes].map((name) => ({
        name,
        title: snapshot.scopes.get(name)?.title ?? name,
        description: snapshot.scopes.get(name)?.description ?? '',
        isNew: question.newScopes.includes(name),
      })),
    };
  }

  /**
   * Signs in. One answer and one duration for unknown users and wrong passwords.
   * @returns the new session cookie's value, and the address at the client when no consent is needed
   * @throws InteractionProblem 401, 429, 503
   */
  async signIn(
    key: InteractionKey,
    username: string,
    password: string,
    address: string,
  ): Promise<{ readonly session: string; readonly location: string | undefined }> {
    const { request, client } = await this.open(key);
    const userId = await this.checkPassword(username, password, address);
    if (key.session !== undefined) await this.authorizations.sessions.delete(hashCookie(key.session));
    const session = await this.authorizations.startSession(userId);
    const view = await this.authorizations.findSession(session, client);
    if (decide(request, client, view).next === 'consent') return { session, location: undefined };
    await this.claim(key);
    const location = await this.authorizations.findLocation(request, client, view, () =>
      Promise.reject(new Error('nothing is left to ask')),
    );
    return { session, location };
  }

  /** Stores what the person allowed, or tells the client that they refused. Returns the address at the client. */
  async consent(key: InteractionKey, isAllowed: boolean, ticked: readonly string[]): Promise<string> {
    const { request, client, session, decision } = await this.open(key);
    if (session === undefined || decision.next === 'sign-in') {
      throw new InteractionProblem(401, 'Please sign in', 'Your session has ended. Sign in again to go on.');
    }
    await this.claim(key);
    const scopes = findConsentedScopes(findQuestion(decision), ticked);
    if (!isAllowed || scopes.length === 0)
      return this.authorizations.refuse(request, 'The end user refused.');
    return this.authorizations.grant(request, client, session, scopes, session);
  }

  /** Ends the session, so that somebody else can sign in; the interaction goes on. */
  async signOut(key: InteractionKey): Promise<void> {
    await this.open(key);
    if (key.session !== undefined) await this.authorizations.sessions.delete(hashCookie(key.session));
  }

  private async open(key: InteractionKey): Promise<OpenInteraction> {
    const request = await this.authorizations.interactions.find(hashCookie(key.id), hashCookie(key.browser));
    if (request === undefined) throw gone();
    const client = this.authorizations.getClient(request);
    const session = await this.authorizations.findSession(key.session, client);
    return { request, client, session, decision: decide(request, client, session) };
  }

  private async claim(key: InteractionKey): Promise<void> {
    if (!(await this.authorizations.interactions.claim(hashCookie(key.id)))) throw gone();
  }

  private async checkPassword(username: string, password: string, address: string): Promise<string> {
    const pause = this.throttle.findPauseSeconds(username, address);
    if (pause > 0) {
      throw new InteractionProblem(
        429,
        'Please wait',
        `Too many tries. Wait ${pause} seconds, then try again.`,
        pause,
      );
    }
    // Counted before it is known to be one, so that a hundred guesses at once are no way around.
    this.throttle.recordFailure(username, address);
    const credentials = await this.authorizations.consents.findCredentials(username);
    const isRight = await this.verify(credentials?.passwordHash ?? null, password);
    if (!isRight || credentials?.isEnabled !== true) {
      // Not the username: people type passwords there.
      this.platform.logger.info('sign-in refused', { address });
      throw new InteractionProblem(401, 'Not signed in', 'Wrong username or password.');
    }
    this.throttle.forget(username, address);
    return credentials.userId;
  }

  private async verify(passwordHash: string | null, password: string): Promise<boolean> {
    try {
      return await verifyPassword(passwordHash, password);
    } catch (error) {
      if (!(error instanceof PasswordsBusyError)) throw error;
      throw new InteractionProblem(
        503,
        'Busy',
        'Many people are signing in right now. Try again in a moment.',
        2,
      );
    }
  }
}

/** What the consent page asks; nothing new where everything was allowed in another tab meanwhile. */
function findQuestion(decision: Decision): ConsentQuestion {
  if (decision.next === 'consent') return decision.question;
  return { newScopes: [], allowedScopes: decision.next === 'grant' ? decision.scopes : [] };
}

const gone = (): InteractionProblem =>
  new InteractionProblem(
    410,
    'This page has expired',
    'Go back to the application and start again. This also happens when the page was opened in another browser.',
  );

/** For the filter: a client that was disabled while its user was signing in. */
export const toProblem = (error: OAuthError): InteractionProblem =>
  new InteractionProblem(410, 'This cannot go on', error.description);
