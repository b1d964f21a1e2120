import type { IntrospectionJudgement, OutsideClaims, OutsideIssuer } from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import * as openid from 'openid-client';
import { openClientSecret } from '../../../platform/outside-client-secret.js';
import { explainOutsideError, findGuarded } from '../../../platform/outside-errors.js';
import type { Platform } from '../../../platform/platform.tokens.js';
import type { IssuerMetadataReader } from './issuer-metadata.js';

/** More calls than this do not wait for one issuer at a time: who sends it nonsense must not use up the node. */
const MAX_PENDING = 64;
/** An issuer that cannot be reached is left alone this long. */
const PAUSE_MS = 2_000;

const unavailable = (reason: string): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'The access token cannot be checked right now: its issuer does not answer. Try again in a moment.',
    reason,
  );

interface Condition {
  pending: number;
  /** Epoch milliseconds. */
  pausedUntil: number;
}

export type IntrospectionPlatform = Pick<Platform, 'outsideServers' | 'sealing' | 'logger'>;

/** Asks issuers about access tokens (RFC 7662), and never about one that is not theirs: the caller sees to that. */
export class Introspection {
  private readonly conditions = new Map<string, Condition>();

  constructor(
    private readonly platform: IntrospectionPlatform,
    private readonly metadata: IssuerMetadataReader,
    private readonly now: () => number,
  ) {}

  /**
   * RFC 7662 §2: what an issuer says of an access token. Undefined: it is not active.
   * @throws OAuthError temporarily_unavailable where there is no answer that counts: nobody can tell then
   */
  async ask(
    issuer: OutsideIssuer,
    judgement: IntrospectionJudgement,
    text: string,
  ): Promise<OutsideClaims | undefined> {
    const condition = this.conditions.get(issuer.id) ?? { pending: 0, pausedUntil: 0 };
    this.conditions.set(issuer.id, condition);
    if (condition.pausedUntil > this.now()) throw unavailable('it could not be reached a moment ago');
    if (condition.pending >= MAX_PENDING) throw unavailable('too many access tokens wait for its answer');
    condition.pending += 1;
    try {
      const config = await this.configure(issuer, judgement);
      const { active, ...claims } = await openid.tokenIntrospection(config, text);
      return active ? claims : undefined;
    } catch (error) {
      // What it refuses says nothing of the next access token; that nobody is there does.
      if (findGuarded(error) !== undefined) condition.pausedUntil = this.now() + PAUSE_MS;
      const explanation = explainOutsideError(error);
      this.platform.logger.warn('an outside issuer gave no answer about an access token', {
        issuer: issuer.issuer,
        explanation,
      });
      throw unavailable(explanation);
    } finally {
      condition.pending -= 1;
    }
  }

  private async configure(
    issuer: OutsideIssuer,
    { endpoint, clientId, authenticationMethod }: IntrospectionJudgement,
  ): Promise<openid.Configuration> {
    const address = endpoint ?? (await this.metadata.get(issuer.issuer)).introspectionEndpoint;
    if (address === undefined) throw new Error('its metadata names no introspection_endpoint');
    const secret = openClientSecret(this.platform.sealing, issuer.id, issuer.sealedClientSecret);
    return this.platform.outsideServers.configure(
      { issuer: issuer.issuer, introspection_endpoint: address },
      clientId,
      authenticationMethod === 'client_secret_post'
        ? openid.ClientSecretPost(secret)
        : openid.ClientSecretBasic(secret),
    );
  }
}
