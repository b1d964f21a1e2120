import { Inject, Injectable } from '@nestjs/common';
import type {
  AccessTokenDetail,
  AccessTokenLineage,
  AuthorizationDetail,
  AuthorizationLineage,
  AuthorizationQuery,
  Page,
} from '@gatehouse/dto';
import type { TokenFacts } from '@gatehouse/gateway-core';
import {
  AuthorizationLineageStore,
  AuthorizationsStore,
  LineageStore,
  NotFoundError,
  type SeenTokenRow,
  TrafficSumsStore,
} from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { nameBrowsers } from '../platform/browser-names.js';
import type { Language } from '../platform/language.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { sayDetail, type SayDetail } from '../platform/said-details.js';
import { toLineage } from '../traffic/token-lineage.js';
import {
  mergeTokens,
  toAccessToken,
  toAuthorization,
  toConsent,
  toExchangedUse,
  toGrants,
  type TokenKnowledge,
} from './authorization.answers.js';

const HOUR_MS = 3_600_000;

/** What end users have allowed applications, and what came from it. */
@Injectable()
export class AuthorizationsService {
  readonly store: AuthorizationsStore;
  private readonly lineages: AuthorizationLineageStore;
  private readonly tokens: LineageStore;
  private readonly sums: TrafficSumsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    const { dataSource } = platform.database;
    this.store = new AuthorizationsStore(dataSource);
    this.lineages = new AuthorizationLineageStore(dataSource);
    this.tokens = new LineageStore(dataSource);
    this.sums = new TrafficSumsStore(dataSource);
  }

  async list(
    query: AuthorizationQuery,
    memberId: string | null,
    language: Language,
  ): Promise<Page<AuthorizationDetail>> {
    const { state = 'active', search, applicationId, userId, scope, page, pageSize } = query;
    const wanted = state === 'any' ? undefined : state;
    const filter = { search, applicationId, userId, scope, state: wanted, page, pageSize };
    const { items, total } = await this.store.list(filter, memberId);
    const uses = await this.sums.sumUses(items.map(({ id }) => id));
    const say = this.sayIn(language);
    const told = items.map((row) => toAuthorization(row, uses.get(row.id) ?? [], say));
    return { items: told, total, page, pageSize };
  }

  /** @throws NotFoundError */
  async get(id: string, caller: Caller, language: Language): Promise<AuthorizationLineage> {
    const row = await this.store.get(id);
    const [uses, exchanged, { consents, families, stored, seen }] = await Promise.all([
      this.sums.sumUses([id]),
      this.sums.sumExchangedUses([id]),
      this.lineages.find(id, this.callsSince()),
    ]);
    const tokens = mergeTokens(stored, seen);
    const exchangedUses = exchanged.get(id) ?? [];
    const [known, names, hands] = await Promise.all([
      this.learn(tokens, seen, caller),
      nameBrowsers(consents),
      this.tokens.findNames(exchangedUses.flatMap(({ passedTo }) => passedTo)),
    ]);
    return {
      ...toAuthorization(row, uses.get(id) ?? [], this.sayIn(language)),
      exchangedUses: exchangedUses.map((use) => toExchangedUse(use, hands)),
      consents: consents.map((consent, index) => toConsent(consent, names[index], this.sayIn(language))),
      grants: toGrants(row, families, tokens, known),
    };
  }

  /** Access tokens that an application got for itself: the opaque ones, and those that were seen. */
  async listOwn(applicationId: string, caller: Caller): Promise<readonly AccessTokenDetail[]> {
    const { stored, seen } = await this.lineages.findOwn(applicationId, this.callsSince());
    const tokens = mergeTokens(stored, seen);
    const known = await this.learn(tokens, seen, caller);
    return tokens.map((token) => toAccessToken(token, known));
  }

  /** @throws NotFoundError: a JWT is not stored, and no call that is still kept came with it */
  async getToken(tokenId: string, caller: Caller, language: Language): Promise<AccessTokenLineage> {
    const { stored, seen } = await this.lineages.findToken(tokenId, this.callsSince());
    const token = stored ?? seen?.token;
    if (token === undefined) throw new NotFoundError('access token');
    const [lineage, known] = await Promise.all([
      this.tokens.find(token),
      this.learn([token], seen === undefined ? [] : [seen], caller),
    ]);
    const { lastUse, state } = toAccessToken(token, known);
    return { ...toLineage(token, lineage, this.sayIn(language)), lastUse, state };
  }

  /** @throws NotFoundError where the grant is not one of this authorization */
  async checkGrant(id: string, grantId: string): Promise<void> {
    const { families, stored, seen } = await this.lineages.find(id, this.callsSince());
    const ids = [...families, ...mergeTokens(stored, seen)].map((one) => one.grantId);
    if (!ids.includes(grantId)) throw new NotFoundError('grant');
  }

  private sayIn(language: Language): SayDetail {
    const snapshot = this.platform.snapshots.current();
    return (detail) => sayDetail(snapshot, detail, language);
  }

  callsSince(): Date {
    return new Date(Date.now() - this.platform.settings().callLogHours * HOUR_MS);
  }

  /** Which person calls what is not for everybody who may look at the configuration. */
  async maySeeCalls(caller: Caller): Promise<boolean> {
    return (await this.callers.findUser(caller))?.operatorRole !== 'viewer';
  }

  private async learn(
    tokens: readonly TokenFacts[],
    seen: readonly SeenTokenRow[],
    caller: Caller,
  ): Promise<TokenKnowledge> {
    const [revocations, actorNames, maySeeCalls] = await Promise.all([
      this.lineages.listRevocations(tokens),
      this.tokens.findActorNames(tokens),
      this.maySeeCalls(caller),
    ]);
    return { seen, revocations, actorNames, maySeeCalls, now: Date.now() };
  }
}
