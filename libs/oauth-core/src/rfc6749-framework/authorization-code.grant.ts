import type { Client } from '../kernel/client.js';
import { isProven } from '../kernel/confirmation.js';
import { type Form, getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { AuthorizationCode } from '../ports/stores.js';
import { checkCodeVerifier } from '../rfc7636-pkce/pkce.js';
import { isRegisteredRedirectUri } from '../rfc8252-native-apps/redirect-uri.js';
import type { Grant } from './grant.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { narrowAuthorizationDetails } from '../rfc9396-authorization-details/granted.js';
import { makeTokens } from './issue-tokens.js';
import type { TokenPlane } from './token-order.js';

// One answer for all: whoever guesses codes learns nothing.
const refusal = (reason: string): OAuthError =>
  new OAuthError(
    'invalid_grant',
    'The authorization code is unknown, expired, already used, or was issued to another client.',
    reason,
  );

/**
 * RFC 6749 §4.1.3: where the authorization request gave a redirect URI, the token request repeats it. Where it gave
 * none, the token request may name a registered one all the same.
 */
function checkSameRedirectUri(client: Client, code: AuthorizationCode, parameters: Form): void {
  const given = parameters.get('redirect_uri') ?? '';
  if (given === code.redirectUri) return;
  if (code.redirectUri === '' && isRegisteredRedirectUri(client, given)) return;
  throw new OAuthError('invalid_grant', 'redirect_uri is not the one of the authorization request.');
}

/** RFC 9700 §4.8.2: "ensure that if there was no code_challenge [...] a request with a code_verifier is rejected". */
function checkNoVerifier(parameters: Form): void {
  if (parameters.has('code_verifier'))
    throw new OAuthError(
      'invalid_grant',
      'code_verifier without a code_challenge in the authorization request.',
    );
}

/**
 * RFC 6749 §4.1.3. The order matters: whoever has the wrong client, redirect URI or verifier can neither burn a code
 * nor have its grant revoked.
 */
export function createAuthorizationCodeGrant(plane: TokenPlane): Grant {
  const { stores, world } = plane;
  return {
    type: 'authorization_code',
    parameters: ['code', 'redirect_uri', 'code_verifier', 'resource', 'authorization_details'],
    async handle({ client, parameters, directory, confirmation }) {
      const code = await stores.codes.find(hashSecret(getParameter(parameters, 'code')));
      if (code === undefined) throw refusal('unknown code');
      if (code.clientId !== client.clientId) throw refusal('code of another client');
      // One that was used is judged below, however late it comes again: what it led to may live for long.
      if (code.claimedAt === null && code.expiresAt <= world.now()) throw refusal('code expired');
      checkSameRedirectUri(client, code, parameters);
      if (code.codeChallenge === '') checkNoVerifier(parameters);
      else checkCodeVerifier(parameters.get('code_verifier'), code.codeChallenge);
      // RFC 9449 §10
      if (!isProven(code.details.confirmation, confirmation))
        throw new OAuthError(
          'invalid_grant',
          'The DPoP proof is not by the key of the authorization request.',
        );

      const { issued, response } = await makeTokens(plane, {
        grantType: 'authorization_code',
        client,
        directory,
        confirmation,
        scopes: code.scopes,
        resources: checkResources(directory, client, parameters.get('resource')),
        // RFC 9396 §6
        authorizationDetails: narrowAuthorizationDetails(
          directory,
          client,
          code.details.authorizationDetails ?? [],
          parameters.get('authorization_details'),
        ),
        user: { ...code, refreshExpiresAt: world.now() + client.refreshTokenLifetimeSeconds * 1000 },
      });
      if (code.claimedAt === null && (await stores.codes.claim(code, issued))) return response;
      // RFC 6749 §4.1.2: a code used twice revokes what was issued for it. The claim is over: this stays.
      await stores.revocations.revokeGrant(code.grantId, 'code-reused');
      throw refusal('code used again; its grant is revoked');
    },
  };
}
