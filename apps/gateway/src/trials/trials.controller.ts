import { Body, HttpCode, Inject, Post } from '@nestjs/common';
import { type TrialAnswer, TrialCall } from '@gatehouse/dto';
import { OAuthError } from '@gatehouse/oauth-core';
import { AdminController } from '../admin/admin.decorators.js';
import { Audited } from '../audit/audit-action.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { runTrial } from './run-trial.js';
import { checkTrialClient, type TrialClients } from './trial-client.js';
import { checkTrial } from './trial-rules.js';

/** What a client would do, done for an operator whose browser may not: its page talks to its own origin alone. */
@AdminController('trials')
export class TrialsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  /**
   * Nothing changes but what the request itself does.
   * @throws InvalidFieldsError for any other place than ours, ProblemError 403 for another application's client
   */
  @Post()
  @HttpCode(200)
  @Audited('trial.run')
  async run(@Body() body: TrialCall): Promise<TrialAnswer> {
    const { env, snapshots } = this.platform;
    const { apis } = snapshots.current();
    const request = checkTrial(body, { issuer: env.issuer, gatewayUrl: env.gatewayUrl, apis });
    if (body.applicationId !== undefined)
      await checkTrialClient(request, request.origin === env.issuer, body.applicationId, this.listClients());
    return runTrial(request);
  }

  private listClients(): TrialClients {
    const { snapshots, accessTokens } = this.platform;
    const { clients } = snapshots.current();
    return {
      isClientOf: (clientId, applicationId) => clients.get(clientId)?.applicationId === applicationId,
      findClientOf: async (accessToken) => {
        try {
          return (await accessTokens.verify(accessToken)).clientId;
        } catch (error) {
          if (error instanceof OAuthError) return undefined;
          throw error;
        }
      },
    };
  }
}
