import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { CallExplanation, CallList, CallQuery } from '@gatehouse/dto';
import { parseTokenCredentials } from '@gatehouse/oauth-core';
import { LineageStore, NotFoundError, TrafficStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import type { Language } from '../platform/language.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { sayDetail } from '../platform/said-details.js';
import { toSecond, toSummary } from './call.answers.js';
import { CallStream } from './call-stream.js';
import { toExplanation } from './explanation.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A watcher has been told what is older; what was stored late is older still. */
const NEWS_MS = 10_000;
const MAX_WATCHERS = 50;

/** Single calls of all nodes, for as long as they are kept. */
@Injectable()
export class CallsService implements OnModuleDestroy {
  private readonly store: TrafficStore;
  private readonly lineages: LineageStore;
  private readonly streams = new Set<CallStream>();

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new TrafficStore(platform.database.dataSource);
    this.lineages = new LineageStore(platform.database.dataSource);
  }

  /** Watchers would otherwise hold up the end of the process. */
  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  /** Which person calls what is not for everybody who may look at the configuration. @throws ProblemError 403 */
  async checkMaySee(caller: Caller): Promise<void> {
    const user = await this.callers.findUser(caller);
    if (user?.operatorRole !== 'viewer') return;
    throw new ProblemError('only-operators-see-calls');
  }

  /** @param memberId only those of applications that this member may see */
  async list(query: CallQuery, memberId: string | null, since = this.keptSince()): Promise<CallList> {
    const [items, seconds] = await Promise.all([
      this.store.listCalls(query, since, memberId),
      // Of all callers together.
      memberId === null ? this.store.listSeconds(new Date(Date.now() - MINUTE_MS)) : [],
    ]);
    return { items: items.map(toSummary), seconds: seconds.map(toSecond) };
  }

  /** @throws NotFoundError */
  async explain(requestId: string, memberId: string | null, language: Language): Promise<CallExplanation> {
    const row = await this.store.findCall(requestId, this.keptSince(), memberId);
    if (row === undefined) throw new NotFoundError('call');
    const { token } = row.details;
    const lineage = token === null ? undefined : await this.lineages.find(token);
    const snapshot = this.platform.snapshots.current();
    const explanation = toExplanation(row, lineage, (detail) => sayDetail(snapshot, detail, language));
    // Where upstreams are is for those who publish them.
    return memberId === null ? explanation : { ...explanation, upstream: null };
  }

  /** Tells of each call as soon as it is stored. @throws ProblemError 503 */
  watch(query: CallQuery, memberId: string | null, request: IncomingMessage, response: ServerResponse): void {
    if (this.streams.size >= MAX_WATCHERS) {
      throw new ProblemError('too-many-watchers');
    }
    const stream = new CallStream(response, {
      read: (isFirst) => this.list(query, memberId, isFirst ? undefined : new Date(Date.now() - NEWS_MS)),
      isAllowed: () => this.isStillAllowed(request.headers.authorization),
    });
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    stream.start();
  }

  /** The access token was accepted when the watcher came; it may have been revoked meanwhile. */
  private async isStillAllowed(authorization: string | undefined): Promise<boolean> {
    const { accessTokens } = this.platform;
    const text = parseTokenCredentials(authorization === undefined ? [] : [authorization], '')?.text;
    if (text === undefined) return false;
    if (accessTokens.findRemembered(text) !== undefined) return true;
    return accessTokens.verify(text).then(
      () => true,
      () => false,
    );
  }

  private keptSince(): Date {
    return new Date(Date.now() - this.platform.settings().callLogHours * HOUR_MS);
  }
}
