import { randomBytes } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters, importJWK, type JSONWebKeySet } from 'jose';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { openRequestObjects, type Place } from './signed-texts/places.js';
import { encode, signParts } from './signed-texts/signer.js';

let stage: GatewayStage;
let place: Place;
let keys: JSONWebKeySet['keys'];
beforeAll(async () => {
  stage = await openGatewayStage();
  place = await openRequestObjects(stage);
  ({ keys } = (await (await fetch(`${stage.gatehouse.issuer}/oauth2/jwks`)).json()) as JSONWebKeySet);
});
afterAll(closeGatewayStage);

function signRequest(changes: object = {}): string {
  const { header, claims } = place.make();
  return signParts(place.signer, header, { ...claims, ...changes });
}

const findKey = (kty: string) => keys.find((key) => key.use === 'enc' && key.kty === kty) ?? { kty };

/** Encrypts as a client library does it: what it would not make has to be made by hand. */
async function encrypt(text: string, changes: Partial<CompactJWEHeaderParameters> = {}): Promise<string> {
  const jwk = findKey('EC');
  const key = await importJWK({ ...jwk }, 'ECDH-ES');
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid ?? '', ...changes })
    .encrypt(key);
}

const changeHeader = async (changes: object): Promise<string> => {
  const [header = '', ...rest] = (await encrypt(signRequest())).split('.');
  const said = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  return [encode({ ...said, ...changes }), ...rest].join('.');
};

const withSecret = (alg: 'dir' | 'PBES2-HS256+A128KW'): Promise<string> =>
  new CompactEncrypt(Buffer.from(signRequest()))
    .setProtectedHeader({ alg, enc: 'A256GCM', ...(alg === 'dir' ? {} : { p2c: 1_000 }) })
    .encrypt(randomBytes(32));

describe('an encrypted request object (RFC 9101 §6.1)', () => {
  it('counts when nothing is wrong with it', async () => {
    expect(await place.present(await encrypt(signRequest()))).toBe(true);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['that nobody has signed', () => encrypt(JSON.stringify(place.make().claims))],
    [
      'that was signed with alg none',
      () => encrypt(`${encode({ alg: 'none' })}.${encode(place.make().claims)}.`),
    ],
    ['in another one', async () => encrypt(await encrypt(signRequest()))],
    ['that is compressed (RFC 8725 §3.6)', () => encrypt(signRequest(), { zip: 'DEF' })],
    [
      'that would unpack to a hundred times its size',
      () => encrypt(signRequest({ filler: 'x'.repeat(200_000) }), { zip: 'DEF' }),
    ],
    ['under a secret of nobody (dir)', () => withSecret('dir')],
    ['under a password that is to be tried often', () => withSecret('PBES2-HS256+A128KW')],
    [
      'under a password that is to be tried without end',
      () => changeHeader({ alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31 }),
    ],
    [
      'with the padding of Bleichenbacher (RFC 8725 §3.2)',
      () => changeHeader({ alg: 'RSA1_5', kid: findKey('RSA').kid }),
    ],
    ['with SHA-1', () => changeHeader({ alg: 'RSA-OAEP', kid: findKey('RSA').kid })],
    ['with no algorithm', () => changeHeader({ alg: undefined })],
    ['with another encryption than it was made with', () => changeHeader({ enc: 'A128GCM' })],
    [
      'with a point that is not on the curve',
      () => changeHeader({ epk: { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' } }),
    ],
    [
      'with a point of another curve',
      () => changeHeader({ epk: { kty: 'OKP', crv: 'X25519', x: encode('x'.repeat(32)) } }),
    ],
    ['for a key that signs', () => changeHeader({ kid: keys.find(({ use }) => use === 'sig')?.kid })],
    ['for a key of no such name', () => changeHeader({ kid: '../../../dev/null' })],
    ['with an extension that must be understood', () => changeHeader({ crit: ['exp'], exp: 1 })],
    ['that was changed', async () => `${(await encrypt(signRequest())).slice(0, -4)}AAAA`],
    ['without its tag', async () => `${(await encrypt(signRequest())).split('.').slice(0, 4).join('.')}.`],
    ['of five empty parts', () => '....'],
  ])('does not count: one %s', async (_, make) => {
    expect(await place.present(await make())).toBe(false);
  });
});
