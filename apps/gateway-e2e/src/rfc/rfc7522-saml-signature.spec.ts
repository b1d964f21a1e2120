import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { registerAsserter, trustIssuer } from '../fixtures/assertions.js';
import {
  DSIG,
  EXCLUSIVE,
  type Identity,
  makeAssertion,
  makeChangedAssertion,
  makeIdentity,
  presentSaml,
  type SignOptions,
} from '../fixtures/saml.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';

const REFUSED = { status: 400, body: { error: 'invalid_grant' } };
const UNSIGNED = {
  status: 400,
  body: { error: 'invalid_grant', error_description: expect.stringContaining('XML signature') },
};
/** Neither its signature nor its form counts. */
const UNREAD = {
  status: 400,
  body: {
    error: 'invalid_grant',
    error_description: expect.stringMatching(/XML signature|cannot be read/),
  },
};

let stage: Stage;
let client: TestClient;
let idp: Identity;
let stranger: Identity;
let second: Identity;

beforeAll(async () => {
  stage = await openStage();
  client = await registerAsserter(stage);
  [idp, stranger, second] = [await makeIdentity(), await makeIdentity(), await makeIdentity()];
  await trustIssuer(stage, client, { issuer: 'urn:example:saml-idp', certificates: [idp.cert] });
  await trustIssuer(stage, client, { issuer: 'urn:example:second', certificates: [second.cert] });
});
afterAll(stopAllGatehouses);

const encode = (xml: string): string => Buffer.from(xml).toString('base64url');
const present = (xml: string) => presentSaml(stage, client, xml);

describe('the signature of an assertion (RFC 7522 §3, §6)', () => {
  it.each<[string, () => string]>([
    ['none', () => makeAssertion(stage, idp).replace(/<Signature.*<\/Signature>/, '')],
    ['of a stranger, who brings the certificate along', () => makeAssertion(stage, stranger)],
    ['of another trusted issuer', () => makeAssertion(stage, second)],
    ['with SHA-1', () => makeAssertion(stage, idp, { signatureAlgorithm: 'rsa-sha1' })],
    ['with a SHA-1 digest', () => makeAssertion(stage, idp, { digestAlgorithm: 'sha1' })],
    [
      'over a name that was changed',
      () => makeAssertion(stage, idp, { nameIdentifier: 'adam' }).replace('>adam<', '>ada<'),
    ],
    [
      'whose value was changed',
      () => makeAssertion(stage, idp).replace(/<SignatureValue>.{4}/, '<SignatureValue>AAAA'),
    ],
    ['by an HMAC with the certificate', () => makeHmac()],
  ])('does not count: %s', async (_, make) => {
    expect(await present(make())).toMatchObject(UNSIGNED);
  });

  it('does not count when the certificate has expired', async () => {
    const expired = await makeIdentity(Date.now() - 7_200_000);
    const issuer = 'urn:example:expired';
    await trustIssuer(stage, client, { issuer, certificates: [expired.cert] });
    expect(await present(makeAssertion(stage, expired, { issuer }))).toMatchObject(UNSIGNED);
  });

  it.each<[string, SignOptions]>([
    ['over the subject alone', { target: "/*/*[local-name(.)='Subject']" }],
    ['over the whole document, whatever its ID', { isEmptyUri: true, target: '/*' }],
    ['without enveloped-signature', { transforms: [EXCLUSIVE], target: "/*/*[local-name(.)='Subject']" }],
    [
      'with inclusive canonicalization',
      { transforms: [`${DSIG}enveloped-signature`, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'] },
    ],
    [
      'with comments',
      { transforms: [`${DSIG}enveloped-signature`, 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments'] },
    ],
    ['whose own form is inclusive', { canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }],
  ])('does not count: %s', async (_, options) => {
    expect(await present(makeChangedAssertion(stage, idp, (xml) => xml, options))).toMatchObject(UNSIGNED);
  });

  /** What an attacker has: an assertion of `mallory`, rightly signed. Wanted: one of `ada`. */
  const steal = () => {
    const signed = makeAssertion(stage, idp, { nameIdentifier: 'mallory' });
    const [signature = ''] = /<Signature.*<\/Signature>/.exec(signed) ?? [];
    const original = signed.replace(signature, '');
    const forged = original.replace('>mallory<', '>ada<').replace(/ID="_/, 'ID="_evil');
    const [id = ''] = /ID="[^"]*"/.exec(original) ?? [];
    return { signed, signature, original, forged, id };
  };
  const intoAssertion = (xml: string, inner: string): string =>
    xml.replace('</saml:Issuer>', () => `</saml:Issuer>${inner}`);

  it.each<[string, () => string]>([
    [
      'the original in an Object of the signature',
      () => {
        const { signature, original, forged } = steal();
        return intoAssertion(
          forged,
          signature.replace('</Signature>', `<Object>${original}</Object></Signature>`),
        );
      },
    ],
    [
      'the original in the Advice of the forged one',
      () => {
        const { signature, original, forged } = steal();
        return intoAssertion(forged, `${signature}<saml:Advice>${original}</saml:Advice>`);
      },
    ],
    [
      'the original, with its signature, in the forged one',
      () => {
        const { signed, forged } = steal();
        return intoAssertion(forged, `<saml:Advice>${signed}</saml:Advice>`);
      },
    ],
    [
      'the forged one in the original',
      () => {
        const { signed, forged } = steal();
        return intoAssertion(signed, `<saml:Advice>${forged}</saml:Advice>`);
      },
    ],
    [
      "the forged one in the original's KeyInfo, which no signature covers",
      () => {
        const { signed, forged } = steal();
        return signed.replace('<KeyInfo>', `<KeyInfo>${forged}`);
      },
    ],
    [
      'both with one ID',
      () => {
        const { signature, original, forged, id } = steal();
        const twin = forged.replace(/ID="[^"]*"/, id);
        return intoAssertion(twin, `${signature}<saml:Advice>${original}</saml:Advice>`);
      },
    ],
    [
      'the ID under another name',
      () => {
        const { signed, id } = steal();
        return signed.replace('>mallory<', '>ada<').replace('<saml:Subject>', `<saml:Subject ${id}>`);
      },
    ],
    [
      'both side by side in a Response',
      () => {
        const { signed, forged } = steal();
        return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${forged}${signed}</samlp:Response>`;
      },
    ],
    [
      'both side by side without one',
      () => {
        const { signed, forged } = steal();
        return forged + signed;
      },
    ],
    [
      'two signatures',
      () => {
        const { signed, signature } = steal();
        return signed.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`);
      },
    ],
    [
      'a signature that is not directly in the assertion',
      () => {
        const { signature, original, forged } = steal();
        return intoAssertion(forged, `<saml:Advice>${original}${signature}</saml:Advice>`);
      },
    ],
    [
      'a comment in the name',
      () => makeAssertion(stage, idp, { nameIdentifier: 'ada.mallory' }).replace('ada.', 'ada<!---->.'),
    ],
    [
      'a comment anywhere',
      () => makeAssertion(stage, idp).replace('<saml:Subject>', '<!-- ada --><saml:Subject>'),
    ],
    ['a CDATA section', () => makeAssertion(stage, idp).replace('>ada<', '><![CDATA[ada]]><')],
    ['an instruction', () => makeAssertion(stage, idp).replace('>ada<', '>ada<?php x?><')],
    ['a document type', () => `<!DOCTYPE a>${makeAssertion(stage, idp)}`],
    [
      'an entity',
      () =>
        `<!DOCTYPE a [<!ENTITY name SYSTEM "file:///etc/passwd">]>${makeAssertion(stage, idp).replace('>ada<', '>&name;<')}`,
    ],
    ['an entity that nobody has declared', () => makeAssertion(stage, idp).replace('>ada<', '>ada&name;<')],
    ['what is not XML', () => 'assertion'],
    ['XML that is not closed', () => makeAssertion(stage, idp).slice(0, -1)],
    ['another kind of XML', () => '<html/>'],
  ])('is not got around by %s', async (_, make) => {
    expect(await present(make())).toMatchObject(UNREAD);
  });

  it('has no way around in its encoding either (§2.1 MUST NOT)', async () => {
    const xml = makeAssertion(stage, idp);
    const bytes = Buffer.from(xml);
    const padded = bytes.toString('base64');
    for (const assertion of [
      `${encode(xml)}=`,
      padded,
      encode(xml).replace(/(.{76})/g, '$1\r\n'),
      `${encode(xml)}*`,
    ]) {
      expect(await presentSaml(stage, client, xml, { assertion })).toMatchObject(REFUSED);
    }
    const notText = Buffer.concat([bytes, Buffer.from([0xff, 0xfe])]).toString('base64url');
    expect(await presentSaml(stage, client, xml, { assertion: notText })).toMatchObject(REFUSED);
    // None of them has used it up.
    expect((await present(xml)).status).toBe(200);
  });
});

/** HMAC with the public certificate as its key: some libraries took that for a signature. */
function makeHmac(): string {
  return makeAssertion(stage, idp).replace(
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    `${DSIG}hmac-sha1`,
  );
}
