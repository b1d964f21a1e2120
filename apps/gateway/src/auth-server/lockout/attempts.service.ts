import { Inject, Injectable } from '@nestjs/common';
import { REAL_WORLD } from '@gatehouse/oauth-core';
import { type AttemptBudget, createAttemptBudgetStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import type { Budgets } from './budgets.js';

/** An attempt that was let through: counted as a guess until it is given back. */
export interface Attempt {
  /** It was none: somebody knew the answer. */
  giveBack(): Promise<void>;
}

/** Slows guessing, on all nodes together, in such a way that nobody can lock another out of their own browser. */
@Injectable()
export class AttemptsService {
  private readonly store;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = createAttemptBudgetStore(platform.database.pool);
  }

  /**
   * Takes an attempt before it is known to be a guess, so that a hundred at once are no way around.
   * @param own of a browser that is known; where that is spent, it is a stranger like others
   * @throws InteractionProblem 429
   */
  async take({ own, strangers }: { readonly own: Budgets; readonly strangers: Budgets }): Promise<Attempt> {
    const isKnown = own.length > 0 && (await this.takeAll(own)) === 0;
    const taken = isKnown ? own : strangers;
    const wait = isKnown ? 0 : await this.takeAll(strangers);
    if (wait > 0) {
      this.platform.metrics.count('throttled', {});
      throw new InteractionProblem('too-many-tries', {
        values: { wait: describeWait(wait) },
        retryAfterSeconds: wait,
      });
    }
    return {
      giveBack: async () => {
        for (const budget of taken) await this.store.giveBack(budget);
      },
    };
  }

  /** Takes an attempt of one budget. False: it is spent. */
  async takeOne(budget: AttemptBudget): Promise<boolean> {
    return (await this.takeAll([budget])) === 0;
  }

  /** @returns the seconds to wait; 0 when all were taken */
  private async takeAll(budgets: Budgets): Promise<number> {
    for (const budget of budgets) {
      const wait = await this.store.take(budget, REAL_WORLD.now());
      if (wait > 0) return wait;
    }
    return 0;
  }
}

const describeWait = (seconds: number): string =>
  seconds < 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
