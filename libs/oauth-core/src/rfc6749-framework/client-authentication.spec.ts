import type { Client } from '../kernel/client.js';
import { parseForm } from '../kernel/form.js';
import { hashSecret } from '../kernel/secrets.js';
import {
  aClient,
  aDirectory,
  aPublicClient,
  basicCredentials,
  CLIENT_SECRET,
  createTestAuthentication,
  createTestWorld,
  NOON,
} from '../testing/index.js';

interface Attempt {
  readonly client?: Client;
  readonly authorization?: string | undefined;
  readonly body?: string;
}

const post = (changes: Partial<Client> = {}): Client =>
  aClient({ authenticationMethod: 'client_secret_post', ...changes });
const encode = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

function authenticate({ client = aClient(), authorization, body = '' }: Attempt): Client {
  const prove = createTestAuthentication({ world: createTestWorld() });
  const directory = aDirectory({ clients: [client] });
  const request = { authorization, address: '192.0.2.1', certificate: undefined };
  // What takes no assertion is answered at once.
  return prove(directory, request, parseForm(body)) as Client;
}

describe('client_secret_basic (RFC 6749 §2.3.1)', () => {
  it('takes the ID and secret of the Authorization header', () => {
    expect(authenticate({ authorization: basicCredentials() }).clientId).toBe('print-shop');
  });

  it('takes the name of the scheme in any case (RFC 9110 §11.1)', () => {
    expect(authenticate({ authorization: basicCredentials().replace('Basic', 'bAsIC') }).clientId).toBe(
      'print-shop',
    );
  });

  it('decodes ID and secret as form-encoded text', () => {
    const [clientId, secret] = ['a:b é', 'p+%:ß and enough characters'];
    const client = aClient({
      clientId,
      secrets: [{ id: 's1', hash: hashSecret(secret), sealed: null, expiresAt: null }],
    });
    expect(authenticate({ client, authorization: basicCredentials(clientId, secret) }).clientId).toBe(
      clientId,
    );
  });

  it('takes a client_id in the body that says the same', () => {
    expect(authenticate({ authorization: basicCredentials(), body: 'client_id=print-shop' }).clientId).toBe(
      'print-shop',
    );
  });

  it('refuses a client_id in the body that says another', () => {
    expect(() => authenticate({ authorization: basicCredentials(), body: 'client_id=phone-app' })).toThrow(
      /^invalid_request: client_id is not the client/,
    );
  });

  it('refuses a secret in the body besides: one method in each request (RFC 6749 §2.3 MUST NOT)', () => {
    const body = `client_id=print-shop&client_secret=${CLIENT_SECRET}`;
    expect(() => authenticate({ authorization: basicCredentials(), body })).toThrow(
      /^invalid_request: Use one way/,
    );
  });

  it.each(['Basic', 'Basic ', 'Basic !!!', encode('no-colon'), 'Bearer abc', 'Basic YTpi YTpi'])(
    'refuses the malformed header %p',
    (authorization) => {
      expect(() => authenticate({ authorization })).toThrow(
        /^invalid_client: The Authorization header must be/,
      );
    },
  );

  it('refuses what is not form-encoded', () => {
    expect(() => authenticate({ authorization: encode('print-shop:100%') })).toThrow(
      /^invalid_client: .*form-encoded/,
    );
  });
});

describe('client_secret_post (RFC 6749 §2.3.1)', () => {
  it('takes the ID and secret of the body', () => {
    const body = `client_id=print-shop&client_secret=${CLIENT_SECRET}`;
    expect(authenticate({ client: post(), body }).clientId).toBe('print-shop');
  });
});

describe('none: public clients (RFC 6749 §2.1, §3.2.1)', () => {
  it('takes a client_id alone', () => {
    expect(authenticate({ client: aPublicClient(), body: 'client_id=phone-app' }).clientId).toBe('phone-app');
  });

  it('refuses a public client that sends a secret: it has none', () => {
    expect(() =>
      authenticate({ client: aPublicClient(), body: 'client_id=phone-app&client_secret=anything' }),
    ).toThrow(/^invalid_client: wrong secret/);
  });
});

describe('every client', () => {
  it('must say who it is', () => {
    expect(() => authenticate({})).toThrow(/^invalid_client: No client authentication/);
  });

  it.each([
    ['another secret', basicCredentials('print-shop', `${CLIENT_SECRET}x`)],
    ['an empty secret', basicCredentials('print-shop', '')],
    ['the hash of its secret', basicCredentials('print-shop', hashSecret(CLIENT_SECRET).toString('hex'))],
  ])('is refused with %s', (_, authorization) => {
    expect(() => authenticate({ authorization })).toThrow(/^invalid_client: wrong secret/);
  });

  it('may use either of two living secrets, and none that has expired', () => {
    const secrets = [
      { id: 's1', hash: hashSecret('the new one'), sealed: null, expiresAt: null },
      { id: 's1', hash: hashSecret('the old one'), sealed: null, expiresAt: NOON + 1 },
      { id: 's1', hash: hashSecret('the one before'), sealed: null, expiresAt: NOON },
    ];
    const client = aClient({ secrets });
    const attempt = (secret: string): Client =>
      authenticate({ client, authorization: basicCredentials('print-shop', secret) });
    expect(attempt('the new one')).toBe(client);
    expect(attempt('the old one')).toBe(client);
    expect(() => attempt('the one before')).toThrow(/^invalid_client: wrong secret/);
  });

  it('is refused while it is disabled', () => {
    expect(() =>
      authenticate({ client: aClient({ isEnabled: false }), authorization: basicCredentials() }),
    ).toThrow(/^invalid_client: client disabled/);
  });

  it.each([
    ['unknown', aClient(), basicCredentials('nobody')],
    ['known with a wrong secret', aClient(), basicCredentials('print-shop', 'wrong')],
    ['disabled', aClient({ isEnabled: false }), basicCredentials()],
  ])('hears one description, whether it is unknown or not: %s', (_, client, authorization) => {
    expect(() => authenticate({ client, authorization })).toThrow(
      expect.objectContaining({
        description: 'Unknown client, wrong or missing credentials, or disabled client.',
      }),
    );
  });

  it('may not leave its authentication out when it is confidential (RFC 6749 §3.2.1 MUST)', () => {
    expect(() => authenticate({ body: 'client_id=print-shop' })).toThrow(/^invalid_client: no credentials/);
  });

  it.each([
    [aClient(), undefined, `client_id=print-shop&client_secret=${CLIENT_SECRET}`],
    [post(), basicCredentials(), ''],
  ])('uses the method that it is registered for, and no other', (client, authorization, body) => {
    expect(() => authenticate({ client, authorization, body })).toThrow(
      /^invalid_client: This client is registered for/,
    );
  });
});
