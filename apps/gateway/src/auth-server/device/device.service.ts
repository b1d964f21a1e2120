import { Inject, Injectable } from '@nestjs/common';
import {
  type DeviceCode,
  isWaiting,
  parseUserCode,
  REAL_WORLD,
  toAuthorizationRequest,
} from '@gatehouse/oauth-core';
import type { AttemptBudget, SessionPlace } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AttemptsService } from '../lockout/attempts.service.js';
import { findUserCodeBudget, USER_CODE_SPACE } from '../lockout/budgets.js';

/** Who enters a code. */
export interface CodeEntry {
  readonly userCode: string;
  /** The browser cookie's value. */
  readonly browser: string;
  /** The session cookie's value. */
  readonly session: string | undefined;
  readonly place: SessionPlace;
}

/** From the code that a person types to the interaction that asks them. */
@Injectable()
export class DeviceService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
  ) {}

  /**
   * RFC 8628 §3.3: finds the device of a code. Returns the address of the page that asks about it.
   * @throws InteractionProblem 404, 429
   */
  async enter({ userCode, browser, session, place }: CodeEntry): Promise<string> {
    const code = await this.findWaiting(userCode, place.address ?? '');
    const { env } = this.platform;
    const client = this.authorizations.getClient(code);
    const request = toAuthorizationRequest(env.issuer, code, client, REAL_WORLD.now());
    const view = await this.authorizations.findSession(session, client, place);
    const answer = await this.authorizations.findAnswer(request, client, view, async (question) => ({
      kind: 'redirect',
      location: `${env.issuer}/${question}?interaction=${await this.authorizations.begin(request, browser)}`,
    }));
    if (answer.kind !== 'redirect') throw new Error('a device is answered by a page of ours');
    return answer.location;
  }

  private async findWaiting(text: string, address: string): Promise<DeviceCode> {
    const place = findUserCodeBudget(address);
    const attempt = await this.attempts.take({ own: [], strangers: [place] });
    const userCode = parseUserCode(text);
    const code =
      userCode === undefined ? undefined : await this.platform.stores.deviceCodes.findByUserCode(userCode);
    if (code !== undefined && isWaiting(code, REAL_WORLD.now())) {
      await attempt.giveBack();
      return code;
    }
    this.platform.logger.info('user code refused', { address });
    if (!(await this.attempts.takeOne(USER_CODE_SPACE))) await this.spend(place);
    // One answer for unknown, expired and answered ones: whoever guesses learns nothing.
    throw new InteractionProblem('unknown-user-code');
  }

  /** Under attack from many places, one mistake costs each of them all it has; who makes none notices nothing. */
  private async spend(place: AttemptBudget): Promise<void> {
    while (await this.attempts.takeOne(place));
  }
}
