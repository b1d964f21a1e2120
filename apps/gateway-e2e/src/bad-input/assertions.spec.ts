import fc from 'fast-check';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  assertionClaims,
  makeKey,
  type NamedKey,
  presentJwt,
  registerAsserter,
  SAML_BEARER,
  signAssertion,
  trustIssuer,
} from '../fixtures/assertions.js';
import { type Answer, requestToken } from '../fixtures/oauth.js';
import { type Identity, makeAssertion, makeIdentity, presentSaml, signXml } from '../fixtures/saml.js';
import { expectUnharmed } from '../fixtures/secrets.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';

const ISSUER = 'https://idp.example';
const RUNS = { numRuns: 150 };

let stage: Stage;
let client: TestClient;
let key: NamedKey;
let identity: Identity;

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
  client = await registerAsserter(stage);
  [key, identity] = [await makeKey(), await makeIdentity()];
  await trustIssuer(stage, client, {
    issuer: ISSUER,
    jwks: { keys: [{ ...key.publicJwk }] },
    certificates: [identity.cert],
  });
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

function expectOAuth({ status, body }: Answer): void {
  expect([200, 400]).toContain(status);
  if (status !== 200) expect(body['error']).toEqual(expect.stringMatching(/^invalid_(grant|request|scope)$/));
}

/** Each of the named members replaced by any JSON, or not. */
const anyOf = (names: readonly string[]): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.jsonValue({ maxDepth: 2 })])), {
    requiredKeys: [],
  });

/** Text as an attribute or element may have it. */
const xmlText = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('\0', '\u0085', '￾'),
  )
  .map((text) =>
    Buffer.from(text)
      .toString()
      .replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  );

describe('whatever a trusted issuer signs, the answer is one of OAuth', () => {
  it('as the claims of a JWT', async () => {
    const claims = anyOf(['sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'auth_time', '__proto__', 'scope']);
    await fc.assert(
      fc.asyncProperty(claims, async (changes) => {
        expectOAuth(
          await presentJwt(stage, client, await signAssertion(key, assertionClaims(stage, changes))),
        );
      }),
      RUNS,
    );
  });

  it('as any member of a SAML assertion', async () => {
    const good = makeAssertion(stage, identity, { issuer: ISSUER }).replace(/<Signature.*<\/Signature>/, '');
    const places = [...good.matchAll(/="[^"]*"|>[^<]+</g)].map(
      ({ index, 0: { length } }) => [index, length] as const,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), xmlText, async ([start, length], text) => {
        const isAttribute = good[start] === '=';
        const part = isAttribute ? `="${text}"` : `>${text}<`;
        const changed = good.slice(0, start) + part + good.slice(start + length);
        let signed = changed;
        try {
          signed = signXml(changed, identity);
        } catch {
          // What the library cannot sign is sent as it is.
        }
        expectOAuth(await presentSaml(stage, client, signed));
      }),
      RUNS,
    );
  });
});

describe('whatever anybody calls an assertion, the answer is one of OAuth', () => {
  it('as XML, bytes or text', async () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc
        .array(
          fc.constantFrom(
            '<a>',
            '</a>',
            '<',
            '>',
            '"',
            '&',
            'ID="x"',
            '<![CDATA[',
            '<?',
            'xmlns:a="a"',
            '<a:b/>',
            ' ',
          ),
        )
        .map((parts) => Buffer.from(parts.join('')).toString('base64url')),
      fc
        .nat({ max: 1500 })
        .map((depth) => Buffer.from('<a>'.repeat(depth) + '</a>'.repeat(depth)).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (assertion) => {
        expectOAuth(await requestToken(stage, client, { grant_type: SAML_BEARER, assertion }));
        expectOAuth(await presentJwt(stage, client, assertion));
      }),
      RUNS,
    );
  });
});
