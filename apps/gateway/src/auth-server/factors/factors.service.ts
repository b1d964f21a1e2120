import { Inject, Injectable } from '@nestjs/common';
import { REAL_WORLD } from '@gatehouse/oauth-core';
import { createFactorStore, type FactorSummary, SEALED_AS } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes.js';
import { describeTotp, findStepEnd, findTotpStep, makeTotpSecret, type TotpSetup } from './totp.js';

/** What a person can prove after their password. */
export interface SecondFactors {
  readonly totp: boolean;
  readonly recoveryCode: boolean;
  readonly passkey: boolean;
}

/** A TOTP secret that waits for its first code, sealed for the page to bring back. */
export interface OpenTotpSetup extends TotpSetup {
  readonly setup: string;
}

/** A recovery code stands in for a factor, and is none by itself. */
const isSecondFactor = ({ hasTotp, passkeyCount }: FactorSummary): boolean => hasTotp || passkeyCount > 0;

const sealedSetupAs = (userId: string): string => `totp-setup:${userId}`;

/** The factors of users beside their password. */
@Injectable()
export class FactorsService {
  readonly store;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = createFactorStore(platform.database.pool);
  }

  async hasSecondFactor(userId: string): Promise<boolean> {
    return isSecondFactor(await this.store.findSummary(userId));
  }

  async findSecondFactors(userId: string): Promise<SecondFactors> {
    const { hasTotp, passkeyCount, recoveryCodesLeft } = await this.store.findSummary(userId);
    return { totp: hasTotp, passkey: passkeyCount > 0, recoveryCode: recoveryCodesLeft > 0 };
  }

  /** RFC 6238 §5.2: "the verifier MUST NOT accept the second attempt of the OTP". */
  async claimTotp(userId: string, code: string): Promise<boolean> {
    const sealed = await this.store.findTotp(userId);
    if (sealed === undefined) return false;
    return this.claimCode(userId, this.platform.sealing.open(sealed, SEALED_AS.totp(userId)), code);
  }

  claimRecoveryCode(userId: string, code: string): Promise<boolean> {
    return this.store.claimRecoveryCode(userId, hashRecoveryCode(code));
  }

  /** Nothing is stored until the person has shown that their app has the secret. */
  beginTotp(userId: string, username: string): OpenTotpSetup {
    const { sealing, env } = this.platform;
    const secret = makeTotpSecret();
    return {
      ...describeTotp(secret, new URL(env.issuer).host, username),
      setup: sealing.seal(secret, sealedSetupAs(userId)).toString('base64'),
    };
  }

  /** False: the code is not of this secret, or the set-up was not begun by this user. */
  async confirmTotp(userId: string, setup: string, code: string): Promise<boolean> {
    const secret = this.openSetup(userId, setup);
    if (secret === undefined || !(await this.claimCode(userId, secret, code))) return false;
    await this.store.setTotp(userId, this.platform.sealing.seal(secret, SEALED_AS.totp(userId)));
    return true;
  }

  async removeTotp(userId: string): Promise<void> {
    await this.store.deleteTotp(userId);
    await this.store.deleteLoneRecoveryCodes(userId);
  }

  /** New ones in place of all before. In clear this once. */
  async replaceRecoveryCodes(userId: string): Promise<readonly string[]> {
    const codes = makeRecoveryCodes();
    await this.store.setRecoveryCodes(userId, codes.map(hashRecoveryCode));
    return codes;
  }

  private async claimCode(userId: string, secret: Buffer, code: string): Promise<boolean> {
    const step = findTotpStep(secret, code, REAL_WORLD.now());
    if (step === undefined) return false;
    return this.platform.stores.replays.claim('totp', `${userId} ${step}`, findStepEnd(step));
  }

  private openSetup(userId: string, setup: string): Buffer | undefined {
    try {
      return this.platform.sealing.open(Buffer.from(setup, 'base64'), sealedSetupAs(userId));
    } catch (error) {
      this.platform.logger.info('TOTP set-up refused', { userId, reason: (error as Error).message });
      return undefined;
    }
  }
}
