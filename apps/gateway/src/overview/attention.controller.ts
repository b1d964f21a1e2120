import { Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import type { AttentionList, DismissalList } from '@gatehouse/dto';
import { DismissalsStore } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { AttentionService } from './attention.service.js';

@AdminController('attention')
export class AttentionController {
  constructor(@Inject(AttentionService) private readonly attention: AttentionService) {}

  @Get()
  list(@CallerParam() caller: Caller): Promise<AttentionList> {
    return this.attention.list(caller.userId ?? undefined);
  }
}

/** What an operator does not want to see again: matters, and the guide. Each has their own. */
@AdminController('dismissals')
export class DismissalsController {
  private readonly store: DismissalsStore;

  constructor(@Inject(PLATFORM) platform: Platform) {
    this.store = new DismissalsStore(platform.database.pool);
  }

  @Get()
  async list(@CallerParam() { userId }: Caller): Promise<DismissalList> {
    return { items: userId === null ? [] : await this.store.list(userId) };
  }

  @Put(':key')
  @HttpCode(204)
  async insert(@Param('key') key: string, @CallerParam() caller: Caller): Promise<void> {
    if (key.length > 200) throw new ProblemError('key-too-long');
    await this.store.insert(getOperator(caller), key);
  }

  @Delete(':key')
  @HttpCode(204)
  async delete(@Param('key') key: string, @CallerParam() caller: Caller): Promise<void> {
    await this.store.delete(getOperator(caller), key);
  }
}

/** @throws ProblemError 403 for a machine */
function getOperator({ userId }: Caller): string {
  if (userId !== null) return userId;
  throw new ProblemError('only-operators-dismiss');
}
