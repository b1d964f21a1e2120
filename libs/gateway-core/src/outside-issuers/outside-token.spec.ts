import { buildApi } from '../testing/builders.js';
import { checkOutsideAudience, mapOutsideScopes, toOutsideCaller } from './outside-caller.js';
import { readOutsideFacts } from './outside-facts.js';
import type { JwtJudgement, OutsideIssuer, OutsideIssuerSettings } from './outside-issuer.js';
import { peekIssuer } from './peek-issuer.js';

const NOW = 1_800_000_000_000;
const SECONDS = NOW / 1000;
const JWT: JwtJudgement = {
  kind: 'jwt',
  jwksUri: null,
  jwks: null,
  algorithms: ['ES256'],
  requiresAccessTokenType: true,
};
const ASKED = {
  kind: 'introspection',
  endpoint: null,
  clientId: 'gateway',
  authenticationMethod: 'client_secret_basic',
  cacheSeconds: 30,
  negativeCacheSeconds: 5,
} as const;

const issuerWith = (changes: Partial<OutsideIssuerSettings> = {}): OutsideIssuer => ({
  id: 'issuer-1',
  name: 'Partner',
  issuer: 'https://idp.example',
  isEnabled: true,
  version: 1,
  settings: {
    judgement: JWT,
    clockSkewSeconds: 10,
    audience: { kind: 'api' },
    clientClaim: null,
    acceptsUnmapped: false,
    scopes: { claim: null, prefix: null, allowed: ['photos'], renamed: [] },
    ...changes,
  },
  sealedClientSecret: null,
  clients: new Map([['their-client', 'application-1']]),
});

const CLAIMS = {
  iss: 'https://idp.example',
  sub: 'ada',
  aud: 'http://localhost:4001/flickr',
  client_id: 'their-client',
  scope: 'photos albums',
  exp: SECONDS + 600,
};

const read = (changes: object = {}, settings: Partial<OutsideIssuerSettings> = {}) =>
  readOutsideFacts(issuerWith(settings), { ...CLAIMS, ...changes }, NOW);

describe('what an outside access token says', () => {
  it('is read, and lives as long as the clocks may differ', () => {
    expect(read({ jti: 'token-1', nbf: SECONDS, iat: SECONDS })).toEqual({
      subject: 'ada',
      clientId: 'their-client',
      tokenId: 'token-1',
      scopes: ['photos', 'albums'],
      audience: ['http://localhost:4001/flickr'],
      expiresAt: SECONDS + 610,
      certificateThumbprint: null,
    });
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://idp.example/' }],
    ['no issuer', { iss: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is no number', { exp: String(SECONDS + 600) }],
    ['an end in the past, by more than the clocks may differ', { exp: SECONDS - 10 }],
    ['a beginning ahead', { nbf: SECONDS + 11 }],
    ['that it was issued in the future', { iat: SECONDS + 11 }],
    ['a subject of two lines', { sub: 'a\nb' }],
    ['a subject that has no encoding', { sub: '\ud800' }],
    ['a subject that is no text', { sub: 7 }],
    ['an endless client', { client_id: 'x'.repeat(501) }],
    ['scopes that are no texts', { scope: [1] }],
    ['more scopes than anybody has', { scope: 'a '.repeat(501) }],
    ['an audience that is no text', { aud: { name: 'x' } }],
    ['a key that nobody can prove', { cnf: { jkt: 'x' } }],
    ['two keys', { cnf: { 'x5t#S256': 'y', jkt: 'x' } }],
    ['a key that is none', { cnf: 'x' }],
  ])('is refused with %s', (_, changes) => {
    expect(() => read(changes)).toThrow(/^invalid_token/);
  });

  it.each([
    [{ exp: SECONDS - 9 }, {}],
    [{ nbf: SECONDS + 10 }, {}],
    [{ sub: undefined, client_id: undefined, scope: undefined, aud: undefined }, {}],
    // RFC 7662 §2.2: all but "active" is optional.
    [{ iss: undefined, exp: undefined, token_type: 'bearer' }, { judgement: ASKED }],
  ])('is accepted with %j', (changes, settings) => {
    expect(() => read(changes, settings)).not.toThrow();
  });

  it('is of no use by introspection where it is of another issuer, or another kind', () => {
    const settings = { judgement: ASKED };
    expect(() => read({ iss: 'https://else.example' }, settings)).toThrow(/another issuer/);
    expect(() => read({ token_type: 'DPoP' }, settings)).toThrow(/token_type/);
    expect(read({ exp: undefined }, settings).expiresAt).toBeNull();
  });

  it('names its client and scopes by other claims, where an operator says so', () => {
    expect(read({ client_id: undefined, azp: 'a' }).clientId).toBe('a');
    expect(read({ appid: 'b' }, { clientClaim: 'appid' }).clientId).toBe('b');
    expect(read({ scope: undefined, scp: ['a', 'b'] }).scopes).toEqual(['a', 'b']);
    expect(read({ scope: undefined, scp: 'a b' }).scopes).toEqual(['a', 'b']);
    const scopes = { claim: 'roles', prefix: null, allowed: [], renamed: [] };
    expect(read({ roles: ['r'] }, { scopes }).scopes).toEqual(['r']);
  });

  it('may be bound to a certificate (RFC 8705 §3.1)', () => {
    expect(read({ cnf: { 'x5t#S256': 'abc' } }).certificateThumbprint).toBe('abc');
  });
});

describe('scopes of an outside issuer', () => {
  const map = (changes: object, ...held: string[]): string[] => [
    ...mapOutsideScopes({ claim: null, prefix: null, allowed: [], renamed: [], ...changes }, held),
  ];

  it.each<[string, object, string[], string[]]>([
    ['mean nothing by themselves', {}, ['photos'], []],
    ['count where they are named', { allowed: ['photos'] }, ['photos', 'albums'], ['photos']],
    [
      'count behind their prefix alone',
      { allowed: ['photos', 'albums'], prefix: 'api/' },
      ['api/photos', 'albums', 'abc/albums'],
      ['photos'],
    ],
    ['are not what only begins alike', { allowed: ['photos'] }, ['photos.all', 'photo'], []],
    ['can have another name', { renamed: [{ outside: 'P.Read', scope: 'photos' }] }, ['P.Read'], ['photos']],
    [
      'can mean several',
      {
        renamed: [
          { outside: 'P', scope: 'a' },
          { outside: 'P', scope: 'b' },
        ],
      },
      ['P'],
      ['a', 'b'],
    ],
    [
      'never mean rights over Gatehouse',
      { allowed: ['gatehouse.write'], renamed: [{ outside: 'P', scope: 'gatehouse.read' }] },
      ['gatehouse.write', 'P'],
      [],
    ],
  ])('%s', (_, changes, held, expected) => {
    expect(map(changes, ...held)).toEqual(expected);
  });
});

describe('the caller of an outside access token', () => {
  it('is an application of ours, and nobody else of ours', () => {
    expect(toOutsideCaller(issuerWith(), read(), 'hash')).toMatchObject({
      credential: 'outside-token',
      credentialId: 'hash',
      applicationId: 'application-1',
      clientId: null,
      userId: null,
      scopes: new Set(['photos']),
      outside: { issuer: 'https://idp.example', subject: 'ada', clientId: 'their-client' },
    });
  });

  it.each(['stranger', undefined])(
    'is refused where no application stands for the client %s',
    (client_id) => {
      const facts = read({ client_id });
      expect(() => toOutsideCaller(issuerWith(), facts, 'hash')).toThrow(/^invalid_token/);
      expect(toOutsideCaller(issuerWith({ acceptsUnmapped: true }), facts, 'hash').applicationId).toBeNull();
    },
  );

  it.each<[object, Partial<OutsideIssuerSettings>, boolean]>([
    [{}, {}, true],
    [{ aud: ['x', 'http://localhost:4001/flickr'] }, {}, true],
    [{ aud: 'http://localhost:4001/flickr/' }, {}, false],
    [{ aud: undefined }, {}, false],
    [{ aud: 'urn:a' }, { audience: { kind: 'listed', audiences: ['urn:b', 'urn:a'] } }, true],
    [{}, { audience: { kind: 'listed', audiences: ['urn:b'] } }, false],
    [{ aud: undefined }, { audience: { kind: 'unchecked' }, judgement: ASKED }, true],
  ])('is for this API (RFC 9068 §4): %j, %j: %s', (changes, settings, isGood) => {
    const check = (): void => checkOutsideAudience(issuerWith(settings), read(changes, settings), buildApi());
    if (isGood) expect(check).not.toThrow();
    else expect(check).toThrow(/^invalid_token: audience is not/);
  });
});

describe('the issuer that a text claims', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each<[string, string | undefined]>([
    [`h.${encode({ iss: 'https://a.example' })}.s`, 'https://a.example'],
    [`.${encode({ iss: 'a' })}.`, 'a'],
    ['opaque', undefined],
    ['a.b', undefined],
    ['a.b.c', undefined],
    [`h.${encode({ iss: 7 })}.s`, undefined],
    [`h.${encode(null)}.s`, undefined],
    [`h.${encode({ iss: 'a' })}.s.t.u`, undefined],
    [`h.${encode({ iss: 'a', filler: 'x'.repeat(9_000) })}.s`, undefined],
  ])('is looked for, and nothing else: %#', (text, issuer) => {
    expect(peekIssuer(text)).toBe(issuer);
  });
});
