import { Inject, Injectable } from '@nestjs/common';
import { ACR_MFA, hashSecret } from '@gatehouse/oauth-core';
import { createAccountEventStore } from '@gatehouse/persistence';
import { tellFailedSignIn } from '../../platform/failed-sign-ins.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { countSignIn } from '../../platform/traffic/count-sign-in.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import {
  type InteractionKey,
  InteractionService,
  type SignInOutcome,
} from '../interaction/interaction.service.js';
import { AttemptsService } from '../lockout/attempts.service.js';
import { findInteractionBudget, listCodeBudgets } from '../lockout/budgets.js';
import type { Visitor } from '../lockout/visitor.js';
import { FactorsService } from './factors.service.js';

/** A code as a person typed it. */
export interface TypedCode {
  readonly kind: 'totp' | 'recovery-code';
  readonly code: string;
}

/** The second half of a sign-in: a code after the password. */
@Injectable()
export class SecondFactorService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(InteractionService) private readonly interactions: InteractionService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
  ) {}

  /** @throws InteractionProblem 401, 409, 410, 429 */
  async enterCode(key: InteractionKey, { kind, code }: TypedCode, visitor: Visitor): Promise<SignInOutcome> {
    const { progress } = await this.interactions.open(key);
    const pending = progress.pendingSignIn;
    if (pending == null) throw noPassword();
    await this.checkTries(key);
    const { userId } = pending;
    const attempt = await this.attempts.take(
      listCodeBudgets(userId, { address: visitor.address, device: visitor.findDevice(userId) }),
    );
    const isRight =
      kind === 'totp'
        ? await this.factors.claimTotp(userId, code)
        : await this.factors.claimRecoveryCode(userId, code);
    if (!isRight) {
      countSignIn(this.platform, 'code', 'refused');
      this.platform.logger.info('second factor refused', { userId, kind, address: visitor.address });
      const why = 'wrong code after the password';
      tellFailedSignIn(this.platform, { userId, kind: 'code-failed', place: visitor, why });
      throw new InteractionProblem(kind === 'totp' ? 'wrong-totp' : 'wrong-recovery-code');
    }
    await attempt.giveBack();
    if (kind === 'recovery-code') {
      const events = createAccountEventStore(this.platform.database.pool);
      await events.record(userId, { kind: 'code-used', place: key.place });
    }
    // RFC 8176 §2: "otp" is a one-time password, of an app or from paper.
    return this.interactions.completeSignIn(key, {
      userId,
      amr: [...pending.amr, 'otp', 'mfa'],
      acr: ACR_MFA,
    });
  }

  /** Five codes and no more: then the whole sign-in begins anew, from the application. */
  private async checkTries(key: InteractionKey): Promise<void> {
    const id = hashSecret(key.id).toString('hex');
    const { interactionSeconds } = this.platform.settings();
    if (await this.attempts.takeOne(findInteractionBudget(id, interactionSeconds))) return;
    await this.interactions.dropSignIn(key);
    throw new InteractionProblem('too-many-codes');
  }
}

export const noPassword = (): InteractionProblem => new InteractionProblem('password-first');
