import { Inject, Injectable } from '@nestjs/common';
import { ACR_MFA, hashSecret } from '@gatehouse/oauth-core';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { countSignIn } from '../../platform/traffic/count-sign-in.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import {
  type InteractionKey,
  InteractionService,
  type SignInOutcome,
} from '../interaction/interaction.service.js';
import { type Ceremony, PasskeysService } from './passkeys.service.js';

const toCeremony = (key: InteractionKey): Ceremony => ({
  browser: key.browser,
  purpose: `sign-in:${hashSecret(key.id).toString('base64url')}`,
});

/** Signing in with a passkey: alone, or after a password. Its user verification makes it two factors in one. */
@Injectable()
export class PasskeySignInService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(InteractionService) private readonly interactions: InteractionService,
    @Inject(PasskeysService) private readonly passkeys: PasskeysService,
  ) {}

  /** @throws InteractionProblem 410 */
  async begin(key: InteractionKey): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { progress } = await this.interactions.open(key);
    return this.passkeys.beginUse(toCeremony(key), progress.pendingSignIn?.userId);
  }

  /** @throws InteractionProblem 401, 410 */
  async signIn(key: InteractionKey, response: unknown): Promise<SignInOutcome> {
    const { progress } = await this.interactions.open(key);
    const pending = progress.pendingSignIn ?? undefined;
    const use = await this.passkeys.use(toCeremony(key), response, pending?.userId);
    // A disabled user's passkey proves who they are, and that is all.
    const user = use && (await this.platform.stores.users.find(use.userId));
    if (use === undefined || user === undefined) {
      countSignIn(this.platform, 'passkey', 'refused');
      throw new InteractionProblem('wrong-passkey');
    }
    const amr = [...(pending?.amr ?? []), ...use.amr];
    return this.interactions.completeSignIn(key, { userId: use.userId, amr, acr: ACR_MFA });
  }
}
