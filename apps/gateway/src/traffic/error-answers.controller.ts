import { Get, Inject, Param, Query } from '@nestjs/common';
import { type ErrorAnswer, type ErrorAnswerList, ErrorAnswerQuery } from '@gatehouse/dto';
import { type ErrorAnswerRow, ErrorAnswersStore, NotFoundError } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { nameNodeOf, toNamed } from './call.answers.js';

const HOUR_MS = 3_600_000;

const toDate = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

function toCursor(after: string | undefined): { readonly at: string; readonly id: string } | undefined {
  const [at, id] = (after ?? '').split('_');
  return at === undefined || id === undefined ? undefined : { at: new Date(Number(at)).toISOString(), id };
}

const toAnswer = (row: ErrorAnswerRow, isUserShown: boolean): ErrorAnswer => ({
  id: row.id,
  at: row.at.toISOString(),
  requestId: row.requestId,
  node: nameNodeOf(row),
  endpoint: row.endpoint,
  status: row.status,
  error: row.error,
  description: row.description,
  reason: row.reason,
  application: toNamed(row.applicationId, row.applicationName),
  clientId: row.clientId,
  isClientKnown: row.isClientKnown,
  user: isUserShown ? toNamed(row.userId, row.username) : null,
});

/** What the authorization server has refused, and why: for members that of their applications. */
@AdminController('errors')
export class ErrorAnswersController {
  private readonly store: ErrorAnswersStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new ErrorAnswersStore(platform.database.pool);
  }

  @Get()
  async list(@Query() query: ErrorAnswerQuery, @CallerParam() caller: Caller): Promise<ErrorAnswerList> {
    const { applicationId, error, endpoint, userId, limit } = query;
    const isUserShown = await this.maySeeUsers(caller);
    if (userId !== undefined && !isUserShown) {
      throw new ProblemError('only-operators-find-people');
    }
    const filter = {
      applicationId,
      error,
      endpoint,
      userId,
      from: toDate(query.from),
      to: toDate(query.to),
      before: toCursor(query.after),
      limit: limit + 1,
    };
    const rows = await this.store.list(filter, this.keptSince(), caller.memberId);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return {
      items: items.map((row) => toAnswer(row, isUserShown)),
      next: last === undefined ? null : `${last.at.getTime()}_${last.id}`,
    };
  }

  /** @throws NotFoundError */
  @Get(':requestId')
  async find(@Param('requestId') requestId: string, @CallerParam() caller: Caller): Promise<ErrorAnswer> {
    const row = await this.store.find(requestId, this.keptSince(), caller.memberId);
    if (row === undefined) throw new NotFoundError('error answer');
    return toAnswer(row, await this.maySeeUsers(caller));
  }

  /** What people do is not for everybody who may look at the configuration. */
  private async maySeeUsers(caller: Caller): Promise<boolean> {
    return (await this.callers.findUser(caller))?.operatorRole !== 'viewer';
  }

  private keptSince(): Date {
    return new Date(Date.now() - this.platform.settings().callLogHours * HOUR_MS);
  }
}
