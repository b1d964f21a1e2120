import { Get, Inject, Query } from '@nestjs/common';
import { TrafficQuery, type TrafficReport } from '@gatehouse/dto';
import { TrafficSumsStore } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { toReport } from './call.answers.js';

const DAY_MS = 86_400_000;
/** A step for each minute of a year would be too many rows to be of use. */
const LONGEST_DAYS = { minute: 2, hour: 62, day: 400 } as const;

/** Sums of all calls: who calls what, with which outcome, how fast. They name no end user. */
@AdminController('traffic')
export class TrafficController {
  private readonly store: TrafficSumsStore;

  constructor(@Inject(PLATFORM) platform: Platform) {
    this.store = new TrafficSumsStore(platform.database.dataSource);
  }

  @Get()
  async sum(@CallerParam() { memberId }: Caller, @Query() query: TrafficQuery): Promise<TrafficReport> {
    const from = new Date(query.from);
    const to = query.to === undefined ? new Date() : new Date(query.to);
    const days = LONGEST_DAYS[query.step ?? 'day'];
    const message =
      from >= to
        ? 'from must be before to'
        : to.getTime() - from.getTime() > days * DAY_MS
          ? `from must be at most ${days} days before to, with this step`
          : undefined;
    if (message !== undefined) {
      throw new ProblemError(400, 'Bad Request', 'Some fields cannot be accepted.', [
        { field: 'from', message },
      ]);
    }
    return toReport(from, to, await this.store.sum(from, to, query, memberId));
  }
}
