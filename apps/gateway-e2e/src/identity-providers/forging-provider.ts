import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What a provider says in its answer to a code; a test spoils one thing. */
export interface Forgery {
  readonly claims?: JWTPayload;
  /** Claims that are left out. */
  readonly without?: readonly string[];
  readonly algorithm?: 'none' | 'HS256';
  /** Signs with a key that is not in its key set. */
  readonly isForeignKey?: boolean;
  readonly hasNoIdToken?: boolean;
  readonly userinfo?: Readonly<Record<string, unknown>>;
}

/** An OpenID provider whose every answer is the test's. */
export interface ForgingProvider {
  readonly issuer: string;
  forgery: Forgery;
  /** Whom the next code is for, and with which nonce. */
  prepare(authorizationAddress: string, subject: string): URLSearchParams;
  close(): void;
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export async function startForgingProvider(clientId: string, secret: string): Promise<ForgingProvider> {
  const [keys, foreignKeys] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  let asked: { readonly nonce: string; readonly subject: string } = { nonce: '', subject: '' };

  async function makeIdToken({ claims, without = [], algorithm, isForeignKey }: Forgery): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = {
      iss: provider.issuer,
      sub: asked.subject,
      aud: clientId,
      nonce: asked.nonce,
      iat: now,
      exp: now + 300,
      ...claims,
    };
    const payload = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
    if (algorithm === 'none') return `${encode({ alg: 'none' })}.${encode(payload)}.`;
    const jwt = new SignJWT(payload).setProtectedHeader({ alg: algorithm ?? 'RS256', kid: 'k' });
    if (algorithm === 'HS256') return jwt.sign(new TextEncoder().encode(secret));
    return jwt.sign((isForeignKey === true ? foreignKeys : keys).privateKey);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { issuer, forgery } = provider;
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return answer(response, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          authorization_response_iss_parameter_supported: true,
        });
      case '/jwks':
        return answer(response, { keys: [jwk] });
      case '/userinfo':
        return answer(response, { sub: asked.subject, ...forgery.userinfo });
      default:
        return answer(response, {
          access_token: 'token',
          token_type: 'Bearer',
          ...(forgery.hasNoIdToken !== true && { id_token: await makeIdToken(forgery) }),
        });
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: ForgingProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forgery: {},
    prepare(authorizationAddress, subject) {
      const { searchParams } = new URL(authorizationAddress);
      asked = { nonce: searchParams.get('nonce') ?? '', subject };
      return new URLSearchParams({
        code: 'a-code',
        state: searchParams.get('state') ?? '',
        iss: provider.issuer,
      });
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return provider;
}
