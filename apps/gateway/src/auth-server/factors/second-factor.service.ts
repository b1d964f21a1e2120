import { Inject, Injectable } from '@nestjs/common';
import { ACR_MFA, hashSecret } from '@gatehouse/oauth-core';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
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
      this.platform.metrics.count('signIns', { shown: 'code', outcome: 'refused' });
      this.platform.logger.info('second factor refused', { userId, kind, address: visitor.address });
      throw new InteractionProblem(401, 'Not signed in', REFUSALS[kind]);
    }
    await attempt.giveBack();
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
    const { interactionSeconds } = this.platform.env;
    if (await this.attempts.takeOne(findInteractionBudget(id, interactionSeconds))) return;
    await this.interactions.dropSignIn(key);
    throw new InteractionProblem(
      409,
      'Too many tries',
      'Go back to the application and start again; wrong codes are only taken a few times.',
    );
  }
}

const REFUSALS = {
  totp: 'That is not the code that your app shows now, or it was used already. Wait for the next one.',
  'recovery-code': 'That is not one of your recovery codes, or it was used already.',
} as const;

export const noPassword = (): InteractionProblem =>
  new InteractionProblem(409, 'Not yet', 'Sign in with your password first.');
