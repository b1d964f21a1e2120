import { Get, Inject, Query } from '@nestjs/common';
import {
  type SummaryRange,
  type TrafficSummary,
  TrafficSummaryQuery,
  type TrafficTotals,
} from '@gatehouse/dto';
import { type Period, TrafficSummaryStore } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { findPeriods, RANGES, toPoints, toTopList, toTotals } from './summarize.js';

const TOP = 8;

/** How traffic went over hours and weeks, as charts show it. It names no end user. */
@AdminController('traffic/summary')
export class TrafficSummaryController {
  private readonly store: TrafficSummaryStore;

  constructor(@Inject(PLATFORM) platform: Platform) {
    this.store = new TrafficSummaryStore(platform.database.dataSource);
  }

  @Get()
  async sumUp(@Query() { range }: TrafficSummaryQuery): Promise<TrafficSummary> {
    const { step } = RANGES[range];
    const periods = findPeriods(range, Date.now());
    const { summedTo, knownSince } = await this.store.getState();
    const { store } = this;
    const listTop = (dimension: 'api' | 'application' | 'check') =>
      store.listTop(dimension, periods.now, step, { summedTo, top: TOP });
    const [calls, events, before, apis, applications, refusals] = await Promise.all([
      store.listSteps(periods.now, step, summedTo),
      store.listEventSteps(periods.now, step, summedTo),
      knownSince > periods.before.from ? null : this.sumUpBefore(range, periods.before, summedTo),
      listTop('api'),
      listTop('application'),
      listTop('check'),
    ]);
    return {
      range,
      from: periods.now.from.toISOString(),
      to: periods.now.to.toISOString(),
      step,
      points: toPoints(range, periods.now, calls, events),
      totals: toTotals(calls, events),
      before,
      topApis: toTopList(apis),
      topApplications: toTopList(applications),
      topRefusals: toTopList(refusals),
    };
  }

  private async sumUpBefore(range: SummaryRange, before: Period, summedTo: Date): Promise<TrafficTotals> {
    // The minutes of an hour are read where hours are too long.
    const until = RANGES[range].step === 'minute' ? before.from : summedTo;
    const [calls, events] = await Promise.all([
      this.store.listSteps(before, undefined, until),
      this.store.listEventSteps(before, undefined, until),
    ]);
    return toTotals(calls, events);
  }
}
