import { constants, generateKeyPairSync, type KeyObject, sign, type SignKeyObjectInput } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Algorithm } from './fixtures.js';

export const SIGNER_TOKEN = 'the-token-of-the-outside-signer';

/** What a signer can do to Gatehouse. */
export type Mood =
  | 'good'
  | 'refuses'
  | 'hangs up'
  | 'redirects'
  | 'answers no JSON'
  | 'no signature'
  | 'wrong key'
  | 'wrong input';

/** An outside signer as a stranger would write one from the guide: on node:http and node:crypto alone. */
export interface TestSigner {
  readonly url: string;
  mood: Mood;
  /** Requests to sign. */
  readonly signed: { readonly kid: string; readonly alg: string; readonly input: string }[];
  offer(kid: string, algorithm: Algorithm): void;
  withdraw(kid: string): void;
  close(): void;
}

interface Key {
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  readonly jwk: object;
}

const OPTIONS: Readonly<Record<Algorithm, Omit<SignKeyObjectInput, 'key'>>> = {
  ES256: { dsaEncoding: 'ieee-p1363' },
  RS256: {},
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  EdDSA: {},
};

function makeKey(kid: string, algorithm: Algorithm): Key {
  const { privateKey, publicKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    algorithm,
    privateKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' },
  };
}

async function readJson(request: IncomingMessage): Promise<{ kid: string; alg: string; input: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as { kid: string; alg: string; input: string };
}

function signWith({ algorithm, privateKey }: Key, input: Buffer): string {
  const hash = algorithm === 'EdDSA' ? null : 'sha256';
  return sign(hash, input, { ...OPTIONS[algorithm], key: privateKey }).toString('base64url');
}

export async function startSigner(): Promise<TestSigner> {
  const keys = new Map<string, Key>();
  const signed: TestSigner['signed'] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown, headers = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${SIGNER_TOKEN}`) return answer(401, {});
    if (request.url === '/v1/keys') return answer(200, { keys: [...keys.values()].map(({ jwk }) => jwk) });
    void readJson(request).then((order) => {
      signed.push(order);
      const key = keys.get(order.kid);
      const input = Buffer.from(order.input, 'base64url');
      if (key === undefined || order.alg !== key.algorithm || request.url !== '/v1/sign')
        return answer(404, {});
      switch (signer.mood) {
        case 'refuses':
          return answer(500, { error: 'out of order' });
        case 'hangs up':
          return void request.socket.destroy();
        case 'redirects':
          return answer(302, {}, { location: `${signer.url}/sign` });
        case 'answers no JSON':
          return answer(200, '<html>');
        case 'no signature':
          return answer(200, { signature: '' });
        case 'wrong key':
          return answer(200, { signature: signWith(makeKey(order.kid, key.algorithm), input) });
        case 'wrong input':
          return answer(200, { signature: signWith(key, Buffer.from(`${input.toString()}.`)) });
        default:
          return answer(200, { signature: signWith(key, input) });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const signer: TestSigner = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    mood: 'good',
    signed,
    offer: (kid, algorithm) => void keys.set(kid, makeKey(kid, algorithm)),
    withdraw: (kid) => void keys.delete(kid),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return signer;
}
