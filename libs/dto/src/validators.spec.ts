import { validateSync } from 'class-validator';
import { DocumentClient } from './applications-document.dto.js';
import { IsHostPattern, IsIssuerUri, IsLanguageTag, IsWebOrigin } from './validators.js';

class Texts {
  @IsHostPattern() host = 'api.example.com';
  @IsIssuerUri() issuer = 'https://idp.example';
  @IsLanguageTag() language = 'fr';
  @IsWebOrigin() origin = 'https://app.example';
}

/** What is wrong with one of them. */
function findProblem(member: keyof Texts, text: string): string | undefined {
  const texts = new Texts();
  texts[member] = text;
  const [error] = validateSync(texts);
  return Object.values(error?.constraints ?? {})[0];
}

it.each([
  ['a.b-c.example', true],
  ['3com.example', true],
  ['127.0.0.1', true],
  [`${'a'.repeat(63)}.example`, true],
  [`${'a'.repeat(64)}.example`, false],
  ['-a.example', false],
  ['a-.example', false],
  ['a_b.example', false],
  ['a..example', false],
])('%.20s… is a host name: %s (RFC 1123 §2.1)', (text, isTaken) =>
  expect(findProblem('host', text) === undefined).toBe(isTaken),
);

it('a host name beyond ASCII is wanted as its A-label (RFC 5890 §2.3.2.1)', () => {
  expect(findProblem('host', 'bücher.example')).toMatch(/xn--/);
  expect(findProblem('host', 'xn--bcher-kva.example')).toBeUndefined();
});

it.each([
  ['urn:example:idp', true],
  ['idp.example', false],
  ['https:', false],
  ['1https://idp.example', false],
  ['https://idp.example/a b', false],
])('%s is a URI, a scheme and something after it: %s (RFC 3986 §3)', (text, isTaken) =>
  expect(findProblem('issuer', text) === undefined).toBe(isTaken),
);

it.each([
  ['fr-CA', true],
  ['zh-Hant', true],
  ['fr_CA', false],
  ['FR-ca', false],
  ['french language', false],
])('%s is a language tag as it is written: %s (RFC 5646)', (text, isTaken) =>
  expect(findProblem('language', text) === undefined).toBe(isTaken),
);

it.each([
  ['https://app.example:8443', true],
  ['https://app.example/', false],
  ['https://app.example:443', false],
  ['https://app.example/a', false],
])('%s is an origin as browsers send it: %s (RFC 6454 §6.2)', (text, isTaken) =>
  expect(findProblem('origin', text) === undefined).toBe(isTaken),
);

it.each([
  ['Shop-1.test_~', true],
  ['shop 1', false],
  ['shop:1', false],
])('the client ID %s needs no escaping: %s (RFC 6749 §2.2)', (clientId, isTaken) => {
  const errors = validateSync(Object.assign(new DocumentClient(), { clientId }));
  expect(errors.some(({ property }) => property === 'clientId')).toBe(!isTaken);
});
