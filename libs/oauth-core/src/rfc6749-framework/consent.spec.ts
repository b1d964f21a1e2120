import { findConsentedScopes, findConsentQuestion } from './consent.js';

describe('the consent question', () => {
  it('asks for everything when nothing has been allowed', () => {
    expect(findConsentQuestion(['photos', 'albums'], new Set())).toEqual({
      newScopes: ['photos', 'albums'],
      allowedScopes: [],
      details: [],
    });
  });

  it('asks only for what is new', () => {
    expect(findConsentQuestion(['photos', 'albums'], new Set(['photos', 'other']))).toEqual({
      newScopes: ['albums'],
      allowedScopes: ['photos'],
      details: [],
    });
  });
});

describe('the answer', () => {
  const question = { newScopes: ['albums', 'prints'], allowedScopes: ['photos'], details: [] };

  it('leads to what was allowed before and what is ticked now', () => {
    expect(findConsentedScopes(question, ['prints'])).toEqual(['photos', 'prints']);
  });

  it('never leads to a scope that was not asked for, whatever the page sends', () => {
    expect(findConsentedScopes(question, ['gatehouse.write', 'albums'])).toEqual(['photos', 'albums']);
  });

  it('leads to nothing when nothing is ticked and nothing was allowed', () => {
    expect(findConsentedScopes({ newScopes: ['photos'], allowedScopes: [], details: [] }, [])).toEqual([]);
  });
});
