import { createProofMaker, makeProof, type ProofChanges, type ProofMaker } from '../fixtures/dpop.js';
import { type Answer, basic } from '../fixtures/oauth.js';
import type { TestClient } from '../fixtures/stage.js';
import { type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

/** Where the calls of these specs go. */
export const PHOTOS = '/flickr/photos';

export interface CallChanges extends ProofChanges {
  readonly by?: ProofMaker;
  readonly method?: string;
  readonly address?: string;
}

/** A gateway with an API, a client's key, and requests that prove it. */
export interface DpopStage extends GatewayStage {
  readonly maker: ProofMaker;
  readonly tokenAddress: string;
  requestWith(
    proofs: readonly string[],
    parameters?: Readonly<Record<string, string>>,
    client?: TestClient,
  ): Promise<Answer>;
  /** An access token that is bound to a key. */
  obtainBound(by?: ProofMaker, client?: TestClient): Promise<string>;
  callWith(accessToken: string, changes?: CallChanges): Promise<Response>;
  send(accessToken: string, proof: string, base?: string): Promise<Response>;
}

export const errorOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as Answer['body'])['error'];

const MACHINE_GRANT = { grant_type: 'client_credentials', scope: 'photos' };

export async function openDpopStage(): Promise<DpopStage> {
  const [stage, maker] = await Promise.all([openGatewayStage(), createProofMaker()]);
  const { gatewayUrl, issuer } = stage.gatehouse;
  const tokenAddress = `${issuer}/oauth2/token`;

  const requestWith: DpopStage['requestWith'] = async (
    proofs,
    parameters = MACHINE_GRANT,
    { clientId, clientSecret } = stage.machine,
  ) => {
    const headers = new Headers();
    if (clientSecret !== undefined) headers.set('authorization', basic(clientId, clientSecret));
    for (const proof of proofs) headers.append('dpop', proof);
    const body = new URLSearchParams({
      ...(clientSecret === undefined && { client_id: clientId }),
      ...parameters,
    });
    const response = await fetch(tokenAddress, { method: 'POST', headers, body });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  };

  const send: DpopStage['send'] = (accessToken, proof, base = gatewayUrl) =>
    fetch(base + PHOTOS, { headers: { authorization: `DPoP ${accessToken}`, dpop: proof } });

  return {
    ...stage,
    maker,
    tokenAddress,
    requestWith,
    send,
    async obtainBound(by = maker, client = stage.machine) {
      const proof = await makeProof(by, 'POST', tokenAddress);
      const { status, body } = await requestWith([proof], undefined, client);
      expect([status, body['token_type']]).toEqual([200, 'DPoP']);
      return String(body['access_token']);
    },
    async callWith(accessToken, changes = {}) {
      const { by = maker, method = 'GET', address = gatewayUrl + PHOTOS } = changes;
      return send(accessToken, await makeProof(by, method, address, { accessToken, ...changes }));
    },
  };
}
