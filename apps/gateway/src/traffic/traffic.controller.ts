import { Get, Inject, Query } from '@nestjs/common';
import { TrafficQuery, type TrafficReport } from '@gatehouse/dto';
import { TrafficSumsStore } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { InvalidFieldsError } from '../platform/validation.js';
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
    if (from >= to)
      throw new InvalidFieldsError([
        { field: 'from', message: 'from must be before to', code: 'isBeforeEnd' },
      ]);
    if (to.getTime() - from.getTime() > days * DAY_MS) {
      const message = `from must be at most ${days} days before to, with this step`;
      throw new InvalidFieldsError([{ field: 'from', message, code: 'maxDays', limit: days }]);
    }
    return toReport(from, to, await this.store.sum(from, to, query, memberId));
  }
}
