import { Inject, Injectable } from '@nestjs/common';
import type { BlockedApplication, PresentedApplication, WaitingRequest } from '@gatehouse/dto';
import { type BackchannelRequest, type Client, REAL_WORLD, toBackchannelPrompt } from '@gatehouse/oauth-core';
import {
  createAccountEventStore,
  createBackchannelPromptStore,
  type SessionPlace,
  type SessionView,
} from '@gatehouse/persistence';
import { NO_PRESENTATION, presentApplication } from '../../platform/application-facts.js';
import type { Language } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { sayDetail, sayDetails } from '../../platform/said-details.js';
import { sayScope } from '../../platform/said-scopes.js';
import type { AccountVisit } from '../account/account.service.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';

/** What waits for somebody's answer (OpenID Connect CIBA §8), and whom they do not want to be asked by. */
@Injectable()
export class PromptsService {
  private readonly prompts;
  private readonly events;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
  ) {
    this.prompts = createBackchannelPromptStore(platform.database.pool);
    this.events = createAccountEventStore(platform.database.pool);
  }

  async listOpen({ user, language }: AccountVisit): Promise<readonly WaitingRequest[]> {
    const open = await this.prompts.listOpen(user.userId);
    return open.flatMap((request) => this.describe(request, language) ?? []);
  }

  /** Undefined: its client has been deleted or disabled meanwhile. */
  private describe(request: BackchannelRequest, language: Language): WaitingRequest | undefined {
    const client = this.platform.currentDirectory().findClient(request.clientId);
    if (client?.isEnabled !== true) return undefined;
    const snapshot = this.platform.snapshots.current();
    return {
      id: request.id,
      name: client.applicationName,
      ...this.present(client.applicationId),
      bindingMessage: request.bindingMessage,
      scopes: request.scopes.map((name) => sayScope(snapshot, name, language)),
      ...sayDetails(request.authorizationDetails, (detail) => sayDetail(snapshot, detail, language)),
      requestedAt: new Date(request.requestedAt).toISOString(),
      expiresAt: new Date(request.expiresAt).toISOString(),
    };
  }

  async listBlocks({ user }: AccountVisit): Promise<readonly BlockedApplication[]> {
    const blocks = await this.prompts.listBlocks(user.userId);
    return blocks.map(({ applicationId, applicationName, blockedAt }) => ({
      id: applicationId,
      name: applicationName,
      ...this.present(applicationId),
      blockedAt: blockedAt.toISOString(),
    }));
  }

  /** The application may not ask this person any more, until they say otherwise. What waits of it is refused. */
  async block(
    { userId }: Pick<SessionView, 'userId'>,
    { applicationId, applicationName: name }: Client,
    place: SessionPlace,
  ): Promise<void> {
    await this.prompts.block(userId, applicationId);
    await this.events.record(userId, { kind: 'application-blocked', place, name });
  }

  async unblock({ user, place }: AccountVisit, applicationId: string): Promise<void> {
    const blocks = await this.prompts.listBlocks(user.userId);
    const block = blocks.find((one) => one.applicationId === applicationId);
    if (block === undefined) return;
    await this.prompts.unblock(user.userId, applicationId);
    const name = block.applicationName;
    await this.events.record(user.userId, { kind: 'application-unblocked', place, name });
  }

  /**
   * Begins to ask. Returns the address of the page that does.
   * @throws InteractionProblem 404: it has been answered, has expired, or is for another person
   */
  async open({ user, cookie, browser, place }: AccountVisit, id: string): Promise<string> {
    const waiting = await this.prompts.findOpen(id, user.userId);
    if (waiting === undefined) throw new InteractionProblem('request-gone');
    const { env } = this.platform;
    const client = this.authorizations.getClient(waiting);
    const request = toBackchannelPrompt(env.issuer, waiting, client, REAL_WORLD.now());
    const view = await this.authorizations.findSession(cookie, client, place);
    const answer = await this.authorizations.findAnswer(request, client, view, async (question) => ({
      kind: 'redirect',
      location: `${env.issuer}/${question}?interaction=${await this.authorizations.begin(request, browser)}`,
    }));
    if (answer.kind !== 'redirect') throw new Error('a request is answered by a page of ours');
    return answer.location;
  }

  private present(applicationId: string): PresentedApplication {
    const known = this.platform.snapshots.current().applications.get(applicationId);
    return known === undefined ? NO_PRESENTATION : presentApplication(known);
  }
}
