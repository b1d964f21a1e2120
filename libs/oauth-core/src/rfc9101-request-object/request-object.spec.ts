import { OAuthError } from '../kernel/oauth-error.js';
import { toRequestForm } from './request-object.js';

const refuse = (description: string): Error => new OAuthError('invalid_request_object', description);

it('takes claims as the JSON object that they are (OpenID Connect Core §6.1)', () => {
  const claims = { id_token: { acr: { essential: true } } };
  const form = toRequestForm({ scope: 'openid', max_age: 60, claims }, refuse);
  expect(form.get('claims')).toBe(JSON.stringify(claims));
  expect([form.get('scope'), form.get('max_age')]).toEqual(['openid', '60']);
});

it('refuses a value that no parameter has', () => {
  expect(() => toRequestForm({ scope: null }, refuse)).toThrow(/has no value/);
});
