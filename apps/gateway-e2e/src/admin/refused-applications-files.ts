const application = { id: crypto.randomUUID(), name: 'Bad', kind: 'web' };
const client = { clientId: 'bad-client', type: 'public', tokenEndpointAuthMethod: 'none' };
const access = { api: 'Photos', role: 'caller' };
const place = 'document.applications.0';
/** What is wrong, a file or what it has, and the place that is named. */
export const REFUSED_FILES: readonly (readonly [string, string | object, string])[] = [
  ['no JSON', 'hello', 'document'],
  ['a list', '[]', 'document'],
  ['another format', { format: 'recipes' }, 'document.format'],
  ['a later version', { version: 2 }, 'document.version'],
  [
    'a field that nobody knows',
    { applications: [{ ...application, clients: [], colour: 1 }] },
    `${place}.colour`,
  ],
  [
    'a redirect URI over plain http',
    {
      applications: [
        {
          ...application,
          clients: [
            { ...client, grantTypes: ['authorization_code'], redirectUris: ['http://shop.example/'] },
          ],
        },
      ],
    },
    `${place}.clients.0.redirectUris.0`,
  ],
  [
    'a public client without PKCE',
    { applications: [{ ...application, clients: [{ ...client, requiresPkce: false }] }] },
    `${place}.clients.0.requiresPkce`,
  ],
  [
    'a secret that is no hash',
    { applications: [{ ...application, clients: [{ ...client, secrets: [{ hash: 'abc' }] }] }] },
    `${place}.clients.0.secrets.0.hash`,
  ],
  [
    'a secret in the clear',
    { applications: [{ ...application, clients: [{ ...client, secrets: [{ hash: 'A'.repeat(43) }] }] }] },
    `${place}.clients.0.secrets`,
  ],
  [
    'a logo that is no picture',
    { applications: [{ ...application, clients: [], logo: 'data:image/png;base64,AAAA' }] },
    `${place}.logo`,
  ],
  ['nothing where an application should be', { applications: [null] }, 'document.applications.0'],
  [
    'an API that is named twice',
    { applications: [{ ...application, clients: [], access: [access, access] }] },
    `${place}.access`,
  ],
  // Either would keep the server busy, or run out of stack, were it looked at closely.
  [
    'a list of a million origins',
    `{"applications":[{"origins":[${Array.from({ length: 1_000_000 }, (_, index) => index).join()}]}]}`,
    'document',
  ],
  ['nested a hundred thousand times', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'document'],
  [
    'an agent without consent',
    { applications: [{ ...application, kind: 'agent', isFirstParty: true, clients: [] }] },
    `${place}.isFirstParty`,
  ],
];
