import * as client from 'openid-client';
import { say } from './gatehouse.mjs';
import { openLoopback } from './loopback.mjs';

/**
 * The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), as an application on a desktop does it: in the user's
 * own browser, which comes back to a port of this machine (RFC 8252).
 * @param {client.Configuration} config
 * @param {string} scope
 */
export async function signIn(config, scope) {
  const loopback = await openLoopback();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: loopback.redirectUri,
    scope,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  say('Open this in a browser, sign in and allow:\n');
  say(`  ${address.href}\n`);
  try {
    const callback = await loopback.callback;
    say(`The browser came back with a code: ${callback.pathname}?code=…\n`);
    // Checks state and iss (RFC 9207), then redeems the code with the verifier.
    return await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState });
  } finally {
    loopback.close();
  }
}
