import { createHash, randomUUID } from 'node:crypto';
import type { Answer } from '../../fixtures/oauth.js';
import { basic, makePkce, postForm } from '../../fixtures/oauth.js';
import { JWT_BEARER, registerAsserter, trustIssuer } from '../../fixtures/assertions.js';
import { askRegistration, makeInitialToken } from '../../fixtures/registration.js';
import { registerClient, type TestClient } from '../../fixtures/stage.js';
import type { GatewayStage } from '../../gateway/gateway-stage.js';
import { makeSigner, type Parts, type Signer, signParts } from './signer.js';

/** Where somebody else's signed text is taken: each with a key that counts there. */
export interface Place {
  readonly signer: Signer;
  /** What counts, before it is signed; new each time, where it counts once. */
  make(): Parts;
  /** Resolves to whether it was taken. Rejects where the refusal is not the one that belongs to this place. */
  present(text: string): Promise<boolean>;
}

const now = (): number => Math.floor(Date.now() / 1000);
const times = (): object => ({ iat: now(), exp: now() + 120, jti: randomUUID() });

/** @param refusals error codes that say what was wrong; anything else is an accident */
function isTaken({ status, body }: Answer, accepted: number, refusals: readonly string[]): boolean {
  if (status === accepted) return true;
  if (status >= 500 || !refusals.includes(String(body['error'])))
    throw new Error(`refused for another reason: ${status} ${JSON.stringify(body)}`);
  return false;
}

async function openClientAssertions(stage: GatewayStage): Promise<Place> {
  const signer = makeSigner();
  const { clientId } = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { jwks: { keys: [{ ...signer.publicJwk }] }, tokenEndpointAuthMethod: 'private_key_jwt' },
  });
  return {
    signer,
    make: () => ({
      header: { alg: 'ES256', kid: signer.kid },
      claims: { iss: clientId, sub: clientId, aud: stage.gatehouse.issuer, ...times() },
    }),
    present: async (text) =>
      isTaken(
        await postForm(stage, '/oauth2/token', {
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: text,
        }),
        200,
        ['invalid_client', 'invalid_request'],
      ),
  };
}

async function openAssertionGrant(stage: GatewayStage): Promise<Place> {
  const [signer, client] = [makeSigner(), await registerAsserter(stage)];
  const issuer = `https://${randomUUID()}.example`;
  await trustIssuer(stage, client, { name: issuer, issuer, jwks: { keys: [{ ...signer.publicJwk }] } });
  return {
    signer,
    make: () => ({
      header: { alg: 'ES256', kid: signer.kid },
      claims: { iss: issuer, sub: stage.ada.username, aud: stage.gatehouse.issuer, ...times() },
    }),
    present: async (assertion) =>
      isTaken(await postForm(stage, '/oauth2/token', { grant_type: JWT_BEARER, assertion }, client), 200, [
        'invalid_grant',
        'invalid_request',
      ]),
  };
}

/** A client that signs its requests, and pushes them. */
export async function openRequestObjects(
  stage: GatewayStage,
): Promise<Place & { readonly client: TestClient }> {
  const signer = makeSigner();
  const client = await registerClient(stage.admin, {
    settings: { jwks: { keys: [{ ...signer.publicJwk }] } },
  });
  return {
    client,
    signer,
    make: () => ({
      header: { alg: 'ES256', kid: signer.kid, typ: 'oauth-authz-req+jwt' },
      claims: {
        iss: client.clientId,
        aud: stage.gatehouse.issuer,
        client_id: client.clientId,
        redirect_uri: client.redirectUri,
        response_type: 'code',
        scope: 'photos',
        code_challenge: makePkce().challenge,
        code_challenge_method: 'S256',
        ...times(),
      },
    }),
    present: async (request) =>
      isTaken(await postForm(stage, '/oauth2/par', { request }, client), 201, [
        'invalid_request_object',
        'invalid_request',
      ]),
  };
}

async function openSoftwareStatements(stage: GatewayStage): Promise<Place> {
  const signer = makeSigner();
  const issuer = `https://${randomUUID()}.example`;
  await trustIssuer(stage, stage.machine, {
    name: issuer,
    issuer,
    jwks: { keys: [{ ...signer.publicJwk }] },
  });
  const { initialAccessToken } = await makeInitialToken(stage, {
    name: issuer,
    requiresStatement: true,
    statementIssuers: [issuer],
  });
  return {
    signer,
    make: () => ({
      header: { alg: 'ES256', kid: signer.kid },
      claims: { iss: issuer, software_id: 'robot', ...times() },
    }),
    present: async (statement) =>
      isTaken(
        await askRegistration(stage, {
          token: initialAccessToken,
          body: {
            client_name: 'Robot',
            redirect_uris: ['https://robot.example/callback'],
            software_statement: statement,
          },
        }),
        201,
        ['invalid_software_statement', 'invalid_client_metadata', 'invalid_request'],
      ),
  };
}

async function openProofs(stage: GatewayStage): Promise<Place> {
  const { publicKey, privateKey, kid } = makeSigner();
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = { kty, crv, x, y };
  const [tokenAddress, address] = [
    `${stage.gatehouse.issuer}/oauth2/token`,
    `${stage.gatehouse.gatewayUrl}/flickr/photos`,
  ];
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk };
  const proof = signParts({ privateKey }, header, {
    htm: 'POST',
    htu: tokenAddress,
    iat: now(),
    jti: randomUUID(),
  });
  const { clientId, clientSecret = '' } = stage.machine;
  const response = await fetch(tokenAddress, {
    method: 'POST',
    headers: { authorization: basic(clientId, clientSecret), dpop: proof },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
  });
  const { access_token: accessToken } = (await response.json()) as { readonly access_token: string };
  const ath = createHash('sha256').update(accessToken).digest('base64url');
  return {
    signer: { publicKey, privateKey, kid, publicJwk: jwk as Signer['publicJwk'] },
    make: () => ({ header, claims: { htm: 'GET', htu: address, iat: now(), jti: randomUUID(), ath } }),
    async present(text) {
      const answer = await fetch(address, { headers: { authorization: `DPoP ${accessToken}`, dpop: text } });
      if (answer.status === 200) return true;
      // Node itself refuses a header that is too long.
      if (answer.status === 431) return false;
      return isTaken(
        { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] },
        200,
        ['invalid_dpop_proof', 'invalid_token', 'use_dpop_nonce'],
      );
    },
  };
}

/** Every place that takes what others have signed. */
export const PLACES = {
  'a client assertion (RFC 7523 §2.2)': openClientAssertions,
  'an assertion as grant (RFC 7523 §2.1)': openAssertionGrant,
  'a request object (RFC 9101)': openRequestObjects,
  'a software statement (RFC 7591 §2.3)': openSoftwareStatements,
  'a DPoP proof (RFC 9449 §4.3)': openProofs,
} as const;
