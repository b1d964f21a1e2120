import { aClient } from '../testing/index.js';
import { findRequestedScopes } from './grant-scopes.js';

describe('the scopes that a request can lead to (RFC 6749 §3.3)', () => {
  it('are those asked for, in that order, each once', () => {
    expect(findRequestedScopes(aClient(), 'albums photos albums')).toEqual(['albums', 'photos']);
  });

  it("are the client's defaults where none is asked for", () => {
    expect(findRequestedScopes(aClient({ defaultScopes: ['albums'] }), undefined)).toEqual(['albums']);
  });

  it('leave out what the client is not allowed, by name or by default', () => {
    expect(findRequestedScopes(aClient(), 'photos gatehouse.write')).toEqual(['photos']);
    expect(findRequestedScopes(aClient({ defaultScopes: ['photos', 'x'] }), undefined)).toEqual(['photos']);
  });

  it('must not be empty where some were asked for', () => {
    expect(() => findRequestedScopes(aClient(), 'gatehouse.write')).toThrow(/^invalid_scope: None of/);
  });

  it.each(['photos\talbums', 'photos,"albums"', 'a\\b', 'é', 'x'.repeat(129)])(
    'must be scope-tokens: %p',
    (parameter) => {
      expect(() => findRequestedScopes(aClient(), parameter)).toThrow(
        /^invalid_scope: scope has a character/,
      );
    },
  );

  it('may be none for a client without defaults', () => {
    expect(findRequestedScopes(aClient({ defaultScopes: [] }), undefined)).toEqual([]);
  });
});
