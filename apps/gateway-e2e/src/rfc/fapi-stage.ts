import { randomUUID } from 'node:crypto';
import type { ClientEdit, ClientProfile } from '@gatehouse/dto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { runSql } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf } from '../fixtures/browser.js';
import { createProofMaker, makeProof, type ProofMaker } from '../fixtures/dpop.js';
import { type Answer, makePkce, type Parameters, postForm } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const now = (): number => Math.floor(Date.now() / 1000);

/** Keys of a client: the one that it uses, and an RSA key that could make signatures which FAPI does not take. */
export interface FapiKeys {
  readonly ec: CryptoKey;
  readonly rsa: CryptoKey;
  /** The same RSA key, for RS256. */
  readonly weak: CryptoKey;
  readonly jwks: { keys: Record<string, unknown>[] };
}

async function makeKeys(): Promise<FapiKeys> {
  const ec = await generateKeyPair('ES256');
  const rsa = await generateKeyPair('PS256', { extractable: true });
  const { alg: _, ...jwk } = await exportJWK(rsa.publicKey);
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', rsa.privateKey);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return {
    ec: ec.privateKey,
    rsa: rsa.privateKey,
    weak: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    jwks: {
      keys: [
        { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
        { ...jwk, kid: 'rsa', use: 'sig' },
      ],
    },
  };
}

export interface FapiStage extends GatewayStage {
  readonly keys: FapiKeys;
  readonly client: TestClient;
  readonly maker: ProofMaker;
  readonly browser: Browser;
  readonly tokenAddress: string;
  /** As openid-client: private_key_jwt, and whatever else is asked of it. */
  configure(...extra: ((configuration: openid.Configuration) => void)[]): Promise<openid.Configuration>;
  /** A client assertion, with whatever is to be wrong with it. */
  assert(changes?: JWTPayload, header?: { readonly alg: string; readonly kid: string }): Promise<string>;
  /** The parameters by which it proves who it is, new each time. */
  authenticate(assertion?: string): Promise<Record<string, string>>;
  push(parameters: Parameters, assertion?: string): Promise<Answer>;
  /** A token request for itself; undefined: without a proof. */
  fetchToken(proof: string | undefined, assertion?: string): Promise<Answer>;
  prove(by?: ProofMaker): Promise<string>;
  /** What no console and no API would do: changes the row of the client by hand, and has every node read it. */
  slip(assignments: string): Promise<void>;
}

/** A complete request of the client, for its own endpoint. */
export const requestOf = ({ redirectUri }: TestClient, changes: Parameters = {}): Parameters => ({
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'photos',
  state: 'fapi',
  code_challenge: makePkce().challenge,
  code_challenge_method: 'S256',
  ...changes,
});

/** What the profile demands, without its name. */
export const FAPI_SETTINGS: ClientEdit = {
  tokenEndpointAuthMethod: 'private_key_jwt',
  grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
  requiresPushedRequest: true,
  senderConstraint: 'required',
  refreshTokenMode: 'keep',
};

/** A gateway that signs with RS256 unless it must not, with codes that live long unless they must not. */
export async function openFapiStage(
  profile: ClientProfile,
  settings: ClientEdit = {},
  extraEnv: Readonly<Record<string, string>> = {},
): Promise<FapiStage> {
  const env = { GATEHOUSE_SIGNING_ALGORITHM: 'RS256', GATEHOUSE_CODE_SECONDS: '600', ...extraEnv };
  const [stage, keys, maker] = await Promise.all([openGatewayStage({ env }), makeKeys(), createProofMaker()]);
  const { gatehouse, admin } = stage;
  const client = await registerClient(admin, {
    allowedScopes: ['photos', 'openid', 'gatehouse.read'],
    settings: { ...FAPI_SETTINGS, jwks: keys.jwks, profile, ...settings },
  });
  const tokenAddress = `${gatehouse.issuer}/oauth2/token`;
  const keyOf = (alg: string): CryptoKey =>
    alg === 'ES256' ? keys.ec : alg === 'RS256' ? keys.weak : keys.rsa;

  const assert: FapiStage['assert'] = (changes = {}, header = { alg: 'ES256', kid: 'ec' }) =>
    new SignJWT({
      iss: client.clientId,
      sub: client.clientId,
      aud: gatehouse.issuer,
      iat: now(),
      exp: now() + 60,
      jti: randomUUID(),
      ...changes,
    })
      .setProtectedHeader(header)
      .sign(keyOf(header.alg));

  const authenticate: FapiStage['authenticate'] = async (assertion) => ({
    client_id: client.clientId,
    client_assertion: assertion ?? (await assert()),
    client_assertion_type: ASSERTION_TYPE,
  });

  return {
    ...stage,
    keys,
    client,
    maker,
    tokenAddress,
    browser: createBrowserOf(stage),
    assert,
    authenticate,
    configure: (...extra) =>
      openid.discovery(
        new URL(gatehouse.issuer),
        client.clientId,
        undefined,
        openid.PrivateKeyJwt({ key: keys.ec, kid: 'ec' }),
        { algorithm: 'oauth2', execute: [openid.allowInsecureRequests, ...extra] },
      ),
    push: async (parameters, assertion) =>
      postForm(stage, '/oauth2/par', { ...(await authenticate(assertion)), ...parameters }),
    prove: (by = maker) => makeProof(by, 'POST', tokenAddress),
    async fetchToken(proof, assertion) {
      const parameters = {
        grant_type: 'client_credentials',
        scope: 'photos',
        ...(await authenticate(assertion)),
      };
      const response = await fetch(tokenAddress, {
        method: 'POST',
        headers: proof === undefined ? {} : { dpop: proof },
        body: new URLSearchParams(parameters as Record<string, string>),
      });
      const body = (await response.json()) as Answer['body'];
      return { status: response.status, headers: response.headers, body };
    },
    async slip(assignments) {
      await runSql(
        gatehouse.databaseUrl,
        `UPDATE clients SET ${assignments} WHERE id = '${client.clientId}'`,
      );
      // Every change has the clients read anew.
      await registerClient(admin, { kind: 'machine', name: 'Bell' });
    },
  };
}
