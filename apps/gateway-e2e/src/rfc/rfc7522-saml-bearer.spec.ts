import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { registerAsserter, SAML_BEARER, trustIssuer } from '../fixtures/assertions.js';
import { clientAuthOf, configure, discover, INSECURE } from '../fixtures/judges.js';
import { isActive, postForm } from '../fixtures/oauth.js';
import {
  type Identity,
  makeAssertion,
  makeChangedAssertion,
  makeIdentity,
  presentSaml,
  type SignOptions,
} from '../fixtures/saml.js';
import { createPerson, openStage, type Stage, type TestClient } from '../fixtures/stage.js';

const ISSUER = 'urn:example:saml-idp';
const REFUSED = { status: 400, body: { error: 'invalid_grant' } };

let stage: Stage;
let client: TestClient;
let idp: Identity;
let stranger: Identity;

beforeAll(async () => {
  stage = await openStage();
  client = await registerAsserter(stage);
  [idp, stranger] = [await makeIdentity(), await makeIdentity()];
  await trustIssuer(stage, client, { issuer: ISSUER, certificates: [idp.cert] });
});
afterAll(stopAllGatehouses);

const encode = (xml: string): string => Buffer.from(xml).toString('base64url');
const present = (xml: string) => presentSaml(stage, client, xml);

describe('the SAML 2.0 bearer grant (RFC 7522 §2.1), of assertions that the saml package makes', () => {
  it('works as oauth4webapi drives it, and gives no refresh token (RFC 7521 §4.1)', async () => {
    const [server, metadata] = [await discover(stage), { client_id: client.clientId }];
    expect(server.grant_types_supported).toContain(SAML_BEARER);
    const response = await oauth.genericTokenEndpointRequest(
      server,
      metadata,
      clientAuthOf(client),
      SAML_BEARER,
      { assertion: encode(makeAssertion(stage, idp)), scope: 'photos' },
      INSECURE,
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(server, metadata, response);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  it("works as openid-client drives it, and the access token is the user's", async () => {
    const assertion = encode(makeAssertion(stage, idp, { attributes: { mail: 'ada@example.com' } }));
    const tokens = await openid.genericGrantRequest(await configure(stage, client), SAML_BEARER, {
      assertion,
    });
    const { body } = await postForm(stage, '/oauth2/introspect', { token: tokens.access_token }, client);
    expect(body).toMatchObject({ active: true, sub: stage.ada.id, client_id: client.clientId });
  });

  it.each<[string, SignOptions]>([
    ['RSA with SHA-512', { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }],
    ['RSA-PSS', { method: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' }],
    ['a SHA-512 digest', { digest: 'http://www.w3.org/2001/04/xmlenc#sha512' }],
  ])('takes %s', async (_, options) => {
    expect((await present(makeChangedAssertion(stage, idp, (xml) => xml, options))).status).toBe(200);
  });

  it('takes assertions of the client itself, where an operator allows it', async () => {
    const settings = { certificates: [stranger.cert] };
    const trusted = await registerAsserter(stage, { ...settings, mayAssertUsers: true });
    const other = await registerAsserter(stage, settings);
    const own = (issuer: TestClient) => makeAssertion(stage, stranger, { issuer: issuer.clientId });
    expect((await presentSaml(stage, trusted, own(trusted))).status).toBe(200);
    expect(await presentSaml(stage, other, own(other))).toMatchObject(REFUSED);
    expect(await presentSaml(stage, other, own(trusted))).toMatchObject(REFUSED);
  });

  it('ends what it gave when the user is disabled, and gives nothing more', async () => {
    const { id } = await createPerson(stage.admin, 'eva');
    const { body } = await present(makeAssertion(stage, idp, { nameIdentifier: 'eva' }));
    const token = String(body['access_token']);
    expect(await isActive(stage, token, client)).toBe(true);
    await stage.admin.patch(`/api/users/${id}`, { version: 1, enabled: false });
    expect(await isActive(stage, token, client)).toBe(false);
    expect(await present(makeAssertion(stage, idp, { nameIdentifier: 'eva' }))).toMatchObject(REFUSED);
  });
});

describe('what an assertion must say (RFC 7522 §3)', () => {
  const time = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
  const setAll = (name: string, value: string) => (xml: string) =>
    xml.replaceAll(new RegExp(`\\b${name}="[^"]*"`, 'g'), `${name}="${value}"`);
  const inConfirmation = (change: (data: string) => string) => (xml: string) =>
    xml.replace(/<saml:SubjectConfirmationData[^>]*>/, change);

  it.each<[string, string, (xml: string) => string]>([
    [
      'an Issuer (1.)',
      'Issuer must be text',
      (xml) => xml.replace(/<saml:Issuer>.*?<\/saml:Issuer>/, '<saml:Issuer></saml:Issuer>'),
    ],
    [
      'one that is trusted',
      'may not present assertions of that issuer',
      (xml) => xml.replace(ISSUER, 'urn:example:evil'),
    ],
    [
      'an audience (2.)',
      'Audience',
      (xml) => xml.replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, ''),
    ],
    ['a NameID (3.)', 'must have one NameID', (xml) => xml.replace(/<saml:NameID.*<\/saml:NameID>/, '')],
    ['one NameID', 'must have one NameID', (xml) => xml.replace(/(<saml:NameID.*<\/saml:NameID>)/, '$1$1')],
    [
      'one of text',
      'NameID must be text',
      (xml) => xml.replace('>ada</saml:NameID>', '>ada<b xmlns="urn:b">x</b></saml:NameID>'),
    ],
    ['one of somebody here', 'subject', (xml) => xml.replace('>ada<', '>nobody<')],
    ['an end that is not past (4.)', 'has expired', (xml) => setAll('NotOnOrAfter', time(-61))(xml)],
    ['one at most an hour ahead', 'lives too long', (xml) => setAll('NotOnOrAfter', time(3700))(xml)],
    ['a beginning that is past', 'does not count yet', (xml) => setAll('NotBefore', time(120))(xml)],
    ['a moment of issue that is past', 'does not count yet', (xml) => setAll('IssueInstant', time(120))(xml)],
    ['times in UTC', 'UTC', (xml) => setAll('NotOnOrAfter', '2099-01-01T00:00:00+02:00')(xml)],
    ['a bearer confirmation (5.)', 'Recipient', (xml) => xml.replace(':cm:bearer', ':cm:sender-vouches')],
    ['its Recipient', 'Recipient', inConfirmation((data) => data.replace(/ Recipient="[^"]*"/, ''))],
    [
      'us as Recipient',
      'Recipient',
      inConfirmation((data) => data.replace(/Recipient="[^"]*"/, 'Recipient="https://other.example"')),
    ],
    [
      'an end of the confirmation',
      'NotOnOrAfter that is not over',
      inConfirmation((data) => data.replace(/ NotOnOrAfter="[^"]*"/, '')),
    ],
    [
      'one that is not past',
      'NotOnOrAfter that is not over',
      inConfirmation((data) => setAll('NotOnOrAfter', time(-61))(data)),
    ],
    [
      'no condition that nobody knows',
      'condition',
      (xml) => xml.replace('<saml:AudienceRestriction>', '<saml:Condition/>$&'),
    ],
    ['a moment of issue', 'IssueInstant is missing', (xml) => xml.replace(/ IssueInstant="[^"]*"/, '')],
    [
      'no second restriction that leaves us out',
      'Audience',
      (xml) =>
        xml.replace(
          '</saml:Conditions>',
          '<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>$&',
        ),
    ],
    [
      'a session at the issuer that is not over',
      'session',
      (xml) => xml.replace('<saml:AuthnStatement ', `$&SessionNotOnOrAfter="${time(-120)}" `),
    ],
    ['Version 2.0', 'Version', (xml) => xml.replace('Version="2.0"', 'Version="1.1"')],
    [
      'nothing encrypted',
      'encrypted',
      (xml) => xml.replace('<saml:SubjectConfirmation ', '<saml:EncryptedID/>$&'),
    ],
  ])('%s', async (_, words, change) => {
    const answer = await present(makeChangedAssertion(stage, idp, change));
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body['error_description']).toContain(words);
  });

  it.each<[string, (xml: string) => string]>([
    ['another element', (xml) => xml.replaceAll('saml:Assertion', 'saml:Statement')],
    ['that of SAML 1', (xml) => xml.replace('SAML:2.0:assertion"', 'SAML:1.0:assertion"')],
  ])('that it is an assertion of SAML 2.0, and not %s', async (_, change) => {
    const answer = await present(makeChangedAssertion(stage, idp, change, { target: '/*' }));
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body['error_description']).toContain('not a SAML 2.0 assertion');
  });

  it.each<[string, () => string | string[]]>([
    ['another server', () => 'https://other.example'],
    ['the token endpoint', () => `${stage.gatehouse.issuer}/oauth2/token`],
    ['us and another server', () => [stage.gatehouse.issuer, 'https://other.example']],
  ])('us as its one audience, not %s (2. MUST)', async (_, audiences) => {
    expect(await present(makeAssertion(stage, idp, { audiences: audiences() }))).toMatchObject(REFUSED);
  });

  it('something new: each ID once, on this node and on another', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const xml = makeAssertion(stage, idp);
    const answers = await Promise.all([presentSaml({ gatehouse: other }, client, xml), present(xml)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await present(xml)).toMatchObject(REFUSED);
    expect(await presentSaml({ gatehouse: other }, client, xml)).toMatchObject(REFUSED);
    await other.stop();
  });
});
