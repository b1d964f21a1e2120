import { aClient } from '../testing/index.js';
import { fillClaimTemplates, listForbiddenFacts, listRequestFacts } from './claim-templates.js';

const fill = (template: string, request?: Record<string, string>) =>
  fillClaimTemplates({
    client: aClient({ accessTokenClaims: { claim: template } }),
    user: undefined,
    request,
  })['claim'];

describe('a claim template', () => {
  it.each([
    ['fixed', 'fixed'],
    ['{client.id}', aClient().clientId],
    ['{request.tenant}', 'blue'],
    ['a {request.tenant} b', 'a blue b'],
    ['{nobody.knows}', '{nobody.knows}'],
    ['{constructor.name}', '{constructor.name}'],
  ])('%s becomes %s', (template, value) => {
    expect(fill(template, { tenant: 'blue' })).toBe(value);
  });

  it.each(['{request.tenant}', '{user.email}', '{client.secret}'])('%s leaves no empty claim', (template) => {
    expect(fill(template)).toBeUndefined();
  });
});

describe('the parameters that templates speak of', () => {
  const accessTokenClaims = { a: '{request.tenant}{request.shop}', b: '{user.email}' };

  it('are those of the request alone', () => {
    expect(listRequestFacts({ accessTokenClaims })).toEqual(['tenant', 'shop']);
  });

  it.each(['client_secret', 'password', 'code', 'code_challenge', 'assertion', 'STATE', 'request'])(
    'must not be %s',
    (name) => {
      expect(listForbiddenFacts({ a: `{request.${name}}` })).toEqual([name]);
    },
  );
});
