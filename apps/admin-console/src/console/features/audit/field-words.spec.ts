import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { AUDITED_FIELDS } from '@gatehouse/dto/audited-fields';
import { parseFieldPath } from './field-path';
import { CONTAINERS, describeField, findFieldKeys } from './field-words';
import { describePlain } from './describe-value';
import { CHOICES, findChoiceWords } from './value-words';

const LOCALES = join(import.meta.dirname, '../../locales');
const LANGUAGES = readdirSync(LOCALES).filter((name) => /^[a-z]{2}$/.test(name));

const readPart = (language: string, part: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(LOCALES, language, `${part}.json`), 'utf8')) as Record<string, unknown>;

/** As the page has them. */
async function speak(language: string): Promise<void> {
  Object.assign(globalThis, { document: { documentElement: { lang: language } } });
  Object.defineProperty(globalThis, 'navigator', { value: { languages: [language] }, configurable: true });
  const parts = readdirSync(join(LOCALES, language)).map((file) => file.replace('.json', ''));
  await i18next.init({
    lng: language,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    resources: { [language]: Object.fromEntries(parts.map((part) => [part, readPart(language, part)])) },
  });
}

const ALL = Object.entries(AUDITED_FIELDS).flatMap(([type, fields]) =>
  fields.map((field) => [type, field] as const),
);

/** Each step of a field that is said, with what it is part of. */
const listSaid = (type: string, field: string): (readonly [owner: string, name: string])[] => {
  const names = parseFieldPath(type, field)
    .map(({ name }) => name)
    .filter((name) => !CONTAINERS.includes(name));
  return names.map((name, index) => [names[index - 1] ?? type, name] as const);
};

describe.each(LANGUAGES)('in %s', (language) => {
  const words = readPart(language, 'audit')['fields'] as Record<string, string>;
  beforeAll(() => speak(language));

  it('everything that the audit log can tell of has a name', () => {
    const nameless = ALL.flatMap(([type, field]) =>
      listSaid(type, field)
        .filter(([owner, name]) => findFieldKeys(owner, name).every((key) => !(key in words)))
        .map(([, name]) => `${type}: ${field}: ${name}`),
    );
    expect(nameless).toEqual([]);
  });

  it('there is no name that nothing has', () => {
    const used = new Set(
      ALL.flatMap(([type, field]) =>
        listSaid(type, field).map(([owner, name]) => findFieldKeys(owner, name).find((key) => key in words)),
      ),
    );
    expect(Object.keys(words).filter((key) => !used.has(key))).toEqual([]);
  });

  it('no name is that of a column', () => {
    const raw = ALL.map(([type, field]) => describeField(type, field.replaceAll('*', 'x')).name).filter(
      (name) => /^[a-z]+[A-Z]|_/.test(name),
    );
    expect(raw).toEqual([]);
  });

  it.each([
    ['application', 'kind', 'web spa native machine device agent'],
    ['registration-policy', 'kind', 'open document token'],
    ['clients', 'type', 'confidential public'],
    [
      'clients',
      'authenticationMethod',
      'none client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth',
    ],
    ['clients', 'accessTokenFormat', 'jwt opaque'],
    ['clients', 'refreshTokenMode', 'rotate keep none'],
    ['tlsClientName', 'kind', 'subject_dn san_dns san_uri san_ip san_email'],
    ['clients', 'subjectType', 'public pairwise'],
    ['shares', 'access', 'view manage'],
    ['registration-request', 'state', 'waiting approved declined'],
    ['stream', 'status', 'enabled paused disabled'],
    ['stream', 'delivered', 'session-revoked credential-change'],
    ['api', 'access', 'everyone listed'],
    ['routes', 'access', 'public authenticated scopes'],
    ['routes', 'scopeMatch', 'all any'],
    ['routes', 'acr', 'urn:gatehouse:acr:pwd urn:gatehouse:acr:mfa'],
    ['api', 'management', 'console file released left'],
    ['requestValidation', 'mode', 'report enforce'],
    ['identity', 'kind', 'jwt passthrough'],
    ['caching', 'sharing', 'own shared'],
    ['applications', 'role', 'caller resource-server'],
    ['scope', 'sensitivity', 'normal sensitive very-sensitive'],
    ['scope', 'icon', 'key user'],
    ['user', 'operatorRole', 'viewer operator admin'],
    ['members', 'role', 'viewer manager'],
    ['links', 'purpose', 'confirm-email reset-password invite change-email'],
    ['keys', 'state', 'next active retired revoked'],
    ['authorization', 'revokedReason', 'operator end-user user-changed session-ended client code-reused'],
    ['provider', 'flow', 'client_credentials authorization_code refresh_token jwt_bearer'],
    ['provider', 'authenticationMethod', 'client_secret_basic client_secret_post private_key_jwt none'],
    ['judgement', 'kind', 'jwt introspection'],
    ['audience', 'kind', 'api listed unchecked'],
    ['trusted-issuer', 'subjectMapping', 'username verified-email linked-subject'],
    ['settings', 'values', 'off signed-in'],
  ])('the values of %s: %s have the words of their form', (owner, name, values) => {
    expect([`${owner}_${name}`, name].some((key) => key in CHOICES)).toBe(true);
    const wordless = values.split(' ').filter((value) => findChoiceWords(owner, name, value) === undefined);
    expect(wordless).toEqual([]);
  });
});

describe('a field', () => {
  beforeAll(() => speak('de'));

  it.each([
    ['application', 'clients.web.1.redirectUris', 'Callback-URLs', 'Clients, web.1'],
    ['application', 'clients.web-1.settings.jwks.keys', 'Schlüssel', 'Clients, web-1, Schlüsselsatz'],
    ['api', 'routes.GET,POST /a.b/{c}.access', 'Wer aufrufen darf', 'Routen, GET,POST /a.b/{c}'],
    ['api', 'access', 'Anwendungen, die aufrufen dürfen', ''],
    ['api', 'policies.circuitBreaker.openSeconds', 'In Ruhe lassen für', 'Schutzschalter'],
    ['scope', 'texts.fr.title', 'Titel', 'In einer Sprache, Französisch'],
    ['settings', 'values.GATEHOUSE_AUDIT_DAYS', 'Einträge des Änderungsprotokolls', ''],
    ['settings', 'values.GATEHOUSE_GONE', 'GATEHOUSE_GONE', ''],
    ['api', '(more)', 'Weitere Felder', ''],
    ['api', 'nobody.knows.it', 'it', 'nobody, knows'],
  ])('of %s, %s, is called %s and is part of what it is', (type, field, name, of) => {
    const words = describeField(type, field);
    expect([words.name, words.of.map(({ text }) => text).join(', ')]).toEqual([name, of]);
  });

  it.each([
    ['application', 'clients.a.accessTokenLifetimeSeconds', 900, '15 Minuten'],
    ['api', 'connectTimeoutMs', 2500, '2,50\u00a0s'],
    ['api', 'policies.maxBodyBytes', 1_500_000, '1,5 MB'],
    ['settings', 'values.GATEHOUSE_AUDIT_DAYS', 400, '400 Tage'],
    ['application', 'apiKeys.a.expiresAt', '2026-03-09T12:00:00.123456+00:00', '09.03.2026, 12:00'],
    ['application', 'enabled', false, 'nein'],
    ['application', 'name', '2026-03-09T12:00:00Z', '2026-03-09T12:00:00Z'],
    ['application', 'clients.a.grantTypes', 'authorization_code', 'Authorization Code'],
    ['user', 'profile.locale', 'fr-CA', 'Französisch (Kanada)'],
    ['user', 'passwordHash', '(secret changed)', 'ein anderes Geheimnis, nicht festgehalten'],
    ['brand', 'logo', `(1500 bytes, SHA-256 ${'ab'.repeat(32)})`, '1,5 kB, SHA-256 beginnt mit abababababab'],
  ])('of %s, %s, says %j as people say it', (type, field, value, said) => {
    expect(describePlain(value, describeField(type, field))).toBe(said);
  });

  it.each([
    ['application', 'clients.a.settings.requiresPkce', true],
    ['settings', 'values.GATEHOUSE_AUDIT_DAYS', true],
    ['application', 'clients.a.name', false],
    ['provider', 'settings.resource', false],
  ])('of %s, %s, has a default where it is absent: %j', (type, field, isDefaulted) => {
    expect(describeField(type, field).isDefaulted).toBe(isDefaulted);
  });
});
