import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { Env } from '../platform/env.js';
import { CONSOLE_CLIENT_ID } from '../platform/first-start.js';
import { ADMIN_SCOPES } from '@gatehouse/scopes';

/** What a sign-in must remember until the browser comes back. */
export interface PendingSignIn {
  readonly state: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

/** The tokens of an operator. `expiresAt` is the access token's, epoch milliseconds. */
export interface OperatorTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: number;
  /** Granted scopes, separated by spaces. */
  readonly scope: string;
}

/** The authorization server refused: the sign-in failed, or the refresh token no longer counts. */
export class RefusedByServerError extends Error {
  constructor(
    readonly code: string,
    cause: unknown,
  ) {
    super(`refused by the authorization server: ${code}`, { cause });
    this.name = 'RefusedByServerError';
  }
}

/**
 * The console as an ordinary client of the authorization server, by openid-client: whatever process that runs in.
 * Loaded and configured at the first sign-in.
 */
export class AuthorizationClient {
  private configuration: Promise<Configuration> | undefined;
  private readonly redirectUri: string;

  constructor(private readonly env: Env) {
    this.redirectUri = `${env.adminUrl}/session/callback`;
  }

  /** RFC 9126 with PKCE: where the browser goes, which carries no more than the name of the request. */
  async begin(returnTo: string): Promise<{ readonly location: string; readonly pending: PendingSignIn }> {
    const client = await import('openid-client');
    const pending = { state: client.randomState(), codeVerifier: client.randomPKCECodeVerifier(), returnTo };
    const location = await client.buildAuthorizationUrlWithPAR(await this.getConfiguration(), {
      redirect_uri: this.redirectUri,
      scope: `${ADMIN_SCOPES.read} ${ADMIN_SCOPES.write}`,
      state: pending.state,
      code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { location: location.href, pending };
  }

  /** RFC 6749 §4.1.3, with state and issuer (RFC 9207) checked. @throws RefusedByServerError */
  async finish(query: string, pending: PendingSignIn): Promise<OperatorTokens> {
    const client = await import('openid-client');
    const configuration = await this.getConfiguration();
    const address = new URL(`${this.redirectUri}?${query}`);
    const checks = { pkceCodeVerifier: pending.codeVerifier, expectedState: pending.state };
    return toTokens(
      await client.authorizationCodeGrant(configuration, address, checks).catch(rethrowRefusal),
    );
  }

  /** RFC 6749 §6. @throws RefusedByServerError */
  async refresh(refreshToken: string): Promise<OperatorTokens> {
    const client = await import('openid-client');
    return toTokens(
      await client.refreshTokenGrant(await this.getConfiguration(), refreshToken).catch(rethrowRefusal),
    );
  }

  /** RFC 7009. */
  async revoke(token: string): Promise<void> {
    const client = await import('openid-client');
    await client.tokenRevocation(await this.getConfiguration(), token);
  }

  private getConfiguration(): Promise<Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      // The next sign-in tries again.
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }

  private async discover(): Promise<Configuration> {
    const client = await import('openid-client');
    const isPlain = this.env.issuer.startsWith('http:');
    return client.discovery(new URL(this.env.issuer), CONSOLE_CLIENT_ID, undefined, client.None(), {
      algorithm: 'oauth2',
      // Only where the operator has configured an http issuer: a developer's machine.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; plain http is the issuer's choice
      ...(isPlain ? { execute: [client.allowInsecureRequests] } : {}),
    });
  }
}

function toTokens(response: TokenEndpointResponse & TokenEndpointResponseHelpers): OperatorTokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? null,
    expiresAt: Date.now() + (response.expiresIn() ?? 60) * 1000,
    scope: response.scope ?? '',
  };
}

function rethrowRefusal(error: unknown): never {
  const code = (error as { error?: unknown }).error;
  throw typeof code === 'string' ? new RefusedByServerError(code, error) : error;
}
