import { Inject, Injectable } from '@nestjs/common';
import type { CallList, CallQuery } from '@gatehouse/dto';
import { TrafficStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toSecond, toSummary } from './call.answers.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Single calls of all nodes, for as long as they are kept. */
@Injectable()
export class CallsService {
  private readonly store: TrafficStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new TrafficStore(platform.database.dataSource);
  }

  /** Which person calls what is not for everybody who may look at the configuration. @throws ProblemError 403 */
  async checkMaySee(caller: Caller): Promise<void> {
    const user = await this.callers.findUser(caller);
    if (user?.operatorRole !== 'viewer') return;
    throw new ProblemError(403, 'Forbidden', 'Only operators and admins can see single calls.');
  }

  async list(query: CallQuery): Promise<CallList> {
    const [items, seconds] = await Promise.all([
      this.store.listCalls(query, this.keptSince()),
      this.store.listSeconds(new Date(Date.now() - MINUTE_MS)),
    ]);
    return { items: items.map(toSummary), seconds: seconds.map(toSecond) };
  }

  private keptSince(): Date {
    return new Date(Date.now() - this.platform.env.callLogHours * HOUR_MS);
  }
}
