import { Inject, Injectable } from '@nestjs/common';
import {
  type DeviceCode,
  isWaiting,
  parseUserCode,
  REAL_WORLD,
  toAuthorizationRequest,
} from '@gatehouse/oauth-core';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { createUserCodeThrottle } from './user-code-throttle.js';

/** Who enters a code. */
export interface CodeEntry {
  readonly userCode: string;
  /** The browser cookie's value. */
  readonly browser: string;
  /** The session cookie's value. */
  readonly session: string | undefined;
  readonly address: string;
}

/** From the code that a person types to the interaction that asks them. */
@Injectable()
export class DeviceService {
  private readonly throttle = createUserCodeThrottle(REAL_WORLD.now);

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
  ) {}

  /**
   * RFC 8628 §3.3: finds the device of a code. Returns the address of the page that asks about it.
   * @throws InteractionProblem 404, 429
   */
  async enter({ userCode, browser, session, address }: CodeEntry): Promise<string> {
    const code = await this.findWaiting(userCode, address);
    const { env } = this.platform;
    const client = this.authorizations.getClient(code);
    const request = toAuthorizationRequest(env.issuer, code, client, REAL_WORLD.now());
    const view = await this.authorizations.findSession(session, client);
    const answer = await this.authorizations.findAnswer(request, client, view, async (question) => ({
      kind: 'redirect',
      location: `${env.issuer}/${question}?interaction=${await this.authorizations.begin(request, browser)}`,
    }));
    if (answer.kind !== 'redirect') throw new Error('a device is answered by a page of ours');
    return answer.location;
  }

  private async findWaiting(text: string, address: string): Promise<DeviceCode> {
    const pause = this.throttle.findPauseSeconds(address);
    if (pause > 0) {
      const detail = `Too many wrong codes. Wait ${pause} seconds, then try again.`;
      throw new InteractionProblem(429, 'Please wait', detail, pause);
    }
    const userCode = parseUserCode(text);
    const code =
      userCode === undefined ? undefined : await this.platform.stores.deviceCodes.findByUserCode(userCode);
    if (code !== undefined && isWaiting(code, REAL_WORLD.now())) return code;
    this.throttle.recordFailure(address);
    this.platform.logger.info('user code refused', { address });
    // One answer for unknown, expired and answered ones: whoever guesses learns nothing.
    throw new InteractionProblem(
      404,
      'Not a code that we know',
      'This code is wrong, has expired, or was used already. Look at your device again; it may show a new one.',
    );
  }
}
