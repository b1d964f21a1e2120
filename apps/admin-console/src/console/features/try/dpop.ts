import { toBase64Url } from './pkce';

const toText = (value: unknown): string => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));

/** What a proof is for. */
export interface ProofFacts {
  readonly method: string;
  readonly url: string;
  /** That the request carries; undefined: it asks for one. */
  readonly accessToken?: string;
  /** That the server has asked for; undefined: it has not. */
  readonly nonce?: string;
}

/** Makes DPoP proofs with one key. */
export type ProofMaker = (facts: ProofFacts) => Promise<string>;

const hash = async (text: string): Promise<string> =>
  toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

/**
 * A key of this page, which never leaves the browser: it is gone with the page, and what is bound to it is of no use then.
 * @throws TypeError where the page did not come over https or from this machine
 */
export async function createProofMaker(): Promise<ProofMaker> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const header = toText({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } });
  // RFC 9449 §4.2
  return async ({ method, url, accessToken, nonce }) => {
    const [address = ''] = url.split(/[?#]/, 1);
    const claims = toText({
      jti: crypto.randomUUID(),
      htm: method,
      htu: address,
      iat: Math.floor(Date.now() / 1000),
      ...(accessToken !== undefined && { ath: await hash(accessToken) }),
      ...(nonce !== undefined && { nonce }),
    });
    const signed = new TextEncoder().encode(`${header}.${claims}`);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, signed);
    return `${header}.${claims}.${toBase64Url(new Uint8Array(signature))}`;
  };
}
