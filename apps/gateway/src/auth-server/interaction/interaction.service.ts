import { Inject, Injectable } from '@nestjs/common';
import {
  ACR_MFA,
  type AuthorizationAnswer,
  type AuthorizationRequest,
  type Client,
  findConsentedDetails,
  findConsentedScopes,
  isAcrReached,
  OAuthError,
  showUserCode,
} from '@gatehouse/oauth-core';
import {
  type ConsentWay,
  createAccountEventStore,
  createOutsideAccountStore,
  type InteractionProgress,
  type PendingLink,
  type SessionPlace,
  type SessionView,
} from '@gatehouse/persistence';
import type { ConsentAnswer, PresentedApplication } from '@gatehouse/dto';
import { NO_PRESENTATION, presentApplication } from '../../platform/application-facts.js';
import { mailFactorChange } from '../../platform/account-mail.js';
import { LANGUAGE_PARAMETER, type Language } from '../../platform/language.js';
import { sayApplication } from '../../platform/said-applications.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { countSignIn } from '../../platform/traffic/count-sign-in.js';
import { hashCookie } from '../browser-cookies.js';
import { PromptsService } from '../backchannel/prompts.service.js';
import { FactorsService, type SecondFactors } from '../factors/factors.service.js';
import { AuthorizationService, type SignIn } from './authorization.service.js';
import type { Decision, Question } from './decision.js';
import { sealAnswer } from './form-answer.js';
import { describeQuestion, findQuestion, type QuestionView } from './question.js';
import { InteractionProblem } from './interaction.problem.js';
import { describeLink, listOffered, type OfferedProvider, type PossibleLink } from './offered-providers.js';

/** An interaction as a request to the pages' API names it. */
export interface InteractionKey {
  readonly id: string;
  /** The browser cookie's value. */
  readonly browser: string;
  /** The session cookie's value. */
  readonly session: string | undefined;
  readonly place: SessionPlace;
  /** Of the page. */
  readonly language: Language;
}

/** A living interaction with all that its pages show or decide on. */
export interface OpenInteraction {
  readonly request: AuthorizationRequest;
  readonly progress: InteractionProgress;
  readonly client: Client;
  readonly session: SessionView | undefined;
  readonly decision: Decision;
}

/** Where a person goes next: another question, or back to the client. */
export type NextStep = { readonly next: Question } | { readonly next: 'redirect'; readonly location: string };

/** What a sign-in has led to. */
export interface SignInOutcome {
  readonly userId: string;
  /** The new session cookie's value; undefined while a second factor is asked for. */
  readonly session: string | undefined;
  readonly step: NextStep;
}

/** What a page shows. Scopes in the order of the request. */
export interface InteractionView extends QuestionView {
  readonly prompt: Question;
  readonly application: PresentedApplication & {
    readonly name: string;
    readonly description: string;
    readonly isFirstParty: boolean;
    /** No operator has said any of this: it has said it itself. */
    readonly registeredItself: boolean;
    /** The host that publishes what it says of itself; null: it said so in another way. */
    readonly publishedAt: string | null;
  };
  readonly redirectHost: string;
  /** RFC 8628 §3.3.1: what the device shows, for the person to compare; absent where no device asks. */
  readonly userCode?: string;
  /** OpenID Connect CIBA §8: where a client waits elsewhere, with what it shows there; absent where none does. */
  readonly backchannel?: { readonly bindingMessage: string | null };
  /** What the client knows of who wants to sign in (OpenID Connect Core §3.1.2.1 `login_hint`). */
  readonly loginHint?: string;
  /** BCP 47 tags, best first. */
  readonly uiLocales: readonly string[];
  /** People may make accounts themselves. */
  readonly allowsSignUp: boolean;
  /** Whom the person can sign in with instead. */
  readonly identityProviders: readonly OfferedProvider[];
  /** Who has come from a provider with the address of an account here, and can link it by signing in to that. */
  readonly link?: PossibleLink;
  /** What the person can go on with, once they have given their password. */
  readonly secondFactors?: SecondFactors;
  readonly user?: { readonly username: string; readonly displayName: string };
}

/** The steps between an authorization request and its answer; signing in itself is SignInService's. */
@Injectable()
export class InteractionService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(PromptsService) private readonly prompts: PromptsService,
  ) {}

  /** @throws InteractionProblem 410 when it is unknown, expired, answered, or another browser's */
  async get(key: InteractionKey): Promise<InteractionView> {
    const { language } = key;
    const { request, progress, client, session, decision } = await this.open(key);
    const { snapshot } = this.platform.currentDirectory();
    const question = findQuestion(decision);
    const known = snapshot.applications.get(client.applicationId);
    return {
      prompt: isQuestion(decision) ? decision.next : 'consent',
      application: {
        name: sayApplication(client, language),
        description: client.applicationDescription,
        isFirstParty: client.isFirstParty,
        registeredItself: known?.registeredBy != null,
        publishedAt: known?.registeredBy === 'document' ? new URL(client.clientId).host : null,
        ...(known === undefined ? NO_PRESENTATION : presentApplication(known)),
      },
      redirectHost: new URL(request.redirectUri).host || new URL(request.redirectUri).protocol,
      ...(request.device && { userCode: showUserCode(request.device.userCode) }),
      ...(request.backchannel && { backchannel: { bindingMessage: request.backchannel.bindingMessage } }),
      ...(request.loginHint !== null && { loginHint: request.loginHint }),
      uiLocales: request.uiLocales,
      allowsSignUp: this.platform.settings().allowsSignUp,
      identityProviders: listOffered(snapshot),
      ...(progress.pendingLink != null && { link: describeLink(snapshot, progress.pendingLink) }),
      ...(decision.next === 'second-factor' &&
        progress.pendingSignIn && {
          secondFactors: await this.factors.findSecondFactors(progress.pendingSignIn.userId),
        }),
      ...(session && { user: { username: session.username, displayName: session.displayName } }),
      ...describeQuestion(snapshot, question, language),
    };
  }

  /**
   * Goes on after somebody has proved who they are: a session of the browser's goes on where it is the same
   * person's, and ends everywhere where it is not. Whoever has a second factor and did not prove it is asked for it
   * first, and until then no session begins.
   */
  async completeSignIn(key: InteractionKey, signIn: SignIn): Promise<SignInOutcome> {
    const { userId, amr } = signIn;
    const isEnough = isAcrReached(signIn.acr, ACR_MFA) || !(await this.factors.hasSecondFactor(userId));
    const outcome = isEnough ? 'signed-in' : 'asked-for-more';
    countSignIn(this.platform, nameProof(amr), outcome);
    const pendingSignIn = isEnough ? null : { userId, amr };
    const { pendingLink } = await this.authorizations.interactions.advance(hashCookie(key.id), {
      pendingSignIn,
    });
    if (isEnough && pendingLink != null) await this.link(userId, pendingLink, key);
    if (!isEnough) return { userId, session: undefined, step: { next: 'second-factor' } };
    const session = await this.authorizations.startSession(signIn, key.session, key.place);
    return { userId, session, step: await this.goOn({ ...key, session }) };
  }

  /** Forgets a password that was given, or who came from a provider: the person signs in anew. */
  async dropSignIn(key: InteractionKey): Promise<void> {
    await this.authorizations.interactions.advance(hashCookie(key.id), {
      pendingSignIn: null,
      pendingLink: null,
    });
  }

  /** OpenID Connect Core §3.1.2.1 `prompt=select_account`: goes on with the account that is signed in. */
  async chooseAccount(key: InteractionKey): Promise<NextStep> {
    await this.open(key);
    await this.authorizations.interactions.advance(hashCookie(key.id), { isAccountChosen: true });
    return this.goOn(key);
  }

  /** Stores what the person allowed, or tells the client that they refused. Returns the address to go to. */
  async consent(
    key: InteractionKey,
    { allow, scopes: ticked, details: places = [], block: isBlocked = false }: ConsentAnswer,
  ): Promise<string> {
    const { request, client, session, decision } = await this.open(key);
    const isAsked = decision.next === 'consent' || decision.next === 'grant' || decision.next === 'refuse';
    if (session === undefined || !isAsked) {
      throw new InteractionProblem('session-ended');
    }
    const question = findQuestion(decision);
    const scopes = findConsentedScopes(question, ticked);
    const details = findConsentedDetails(question, places);
    const isRefused = !allow || isBlocked || (scopes.length === 0 && details.length === 0);
    const location = await this.finish(key, () =>
      isRefused
        ? this.authorizations.refuse(request, client, decision.next === 'refuse' ? decision.error : undefined)
        : this.authorizations.grant(request, client, session, { scopes, details, way: findWay(request) }),
    );
    if (isBlocked && request.backchannel !== undefined) await this.prompts.block(session, client, key.place);
    return location;
  }

  /** Ends the session, so that somebody else can sign in; the interaction goes on. */
  async signOut(key: InteractionKey): Promise<void> {
    await this.open(key);
    await this.dropSignIn(key);
    if (key.session !== undefined) await this.authorizations.endSession(key.session);
  }

  /** @throws InteractionProblem 410 */
  async open(key: InteractionKey): Promise<OpenInteraction> {
    const pending = await this.authorizations.interactions.find(hashCookie(key.id), hashCookie(key.browser));
    if (pending === undefined) throw gone();
    const { request, progress } = pending;
    const client = this.authorizations.getClient(request);
    const session = await this.authorizations.findSession(key.session, client, key.place);
    return {
      request,
      progress,
      client,
      session,
      decision: this.authorizations.decide(request, client, session, progress),
    };
  }

  /** Whoever came from a provider, and has proved that the account is theirs, signs in with either from now on. */
  private async link(userId: string, link: PendingLink, { language, place }: InteractionKey): Promise<void> {
    const { slug, source, subject, userIds } = link;
    const { database, snapshots, logger } = this.platform;
    const provider = snapshots.current().identityProviders.get(slug);
    const isStill = provider?.isEnabled === true && provider.issuer === source;
    if (!isStill || !userIds.includes(userId)) return;
    await createOutsideAccountStore(database.pool).link(source, subject, userId);
    const { name } = provider;
    await createAccountEventStore(database.pool).record(userId, { kind: 'provider-linked', place, name });
    await mailFactorChange(this.platform, userId, 'provider-linked', language);
    logger.info('an account was linked to an identity provider', { userId, provider: slug });
  }

  private async goOn(key: InteractionKey): Promise<NextStep> {
    const { request, progress, client, session, decision } = await this.open(key);
    if (isQuestion(decision)) return { next: decision.next };
    const location = await this.finish(key, () =>
      this.authorizations.findAnswer(
        request,
        client,
        session,
        () => Promise.reject(new Error('nothing is left to ask')),
        progress,
      ),
    );
    return { next: 'redirect', location };
  }

  /** Answers once. Returns the address that the browser goes to: the client, or our page that sends the form. */
  private async finish(key: InteractionKey, answer: () => Promise<AuthorizationAnswer>): Promise<string> {
    if (!(await this.authorizations.interactions.claim(hashCookie(key.id)))) throw gone();
    const answered = await answer();
    if (answered.kind === 'redirect') return answered.location;
    const sealedAnswer = sealAnswer(this.platform.sealing, key.id, answered);
    await this.authorizations.interactions.advance(hashCookie(key.id), { sealedAnswer });
    const { issuer } = this.platform.env;
    // The page that the person comes from may be in another language than their browser.
    return `${issuer}/oauth2/form-post?interaction=${key.id}&${LANGUAGE_PARAMETER}=${key.language}`;
  }
}

function findWay({ device, backchannel }: AuthorizationRequest): ConsentWay {
  if (backchannel !== undefined) return 'backchannel';
  return device === undefined ? 'page' : 'device';
}

/** What was shown last, of several proofs (RFC 8176 §2). */
function nameProof(amr: readonly string[]): string {
  if (amr.includes('otp')) return 'code';
  if (amr.includes('user')) return 'passkey';
  return amr.includes('fed') ? 'provider' : 'password';
}

const isQuestion = (decision: Decision): decision is Extract<Decision, { readonly next: Question }> =>
  decision.next !== 'grant' && decision.next !== 'refuse';

const gone = (): InteractionProblem => new InteractionProblem('page-expired');

/** For the filter: a client that was disabled while its user was signing in. */
export const toProblem = (error: OAuthError): InteractionProblem =>
  new InteractionProblem('application-refused', { values: { reason: error.description } });
