import { findScopeWords } from './scope-texts.js';

const scope = {
  title: 'See your photos',
  description: 'All of them.',
  texts: { de: { title: 'Ihre Fotos sehen', description: 'Alle.' }, fr: { title: 'Voir vos photos' } },
};

describe('the words of a scope', () => {
  it.each([
    ['de', { title: 'Ihre Fotos sehen', description: 'Alle.' }],
    ['fr', { title: 'Voir vos photos', description: 'All of them.' }],
    ['en', { title: 'See your photos', description: 'All of them.' }],
    ['constructor', { title: 'See your photos', description: 'All of them.' }],
  ])('in %s', (language, words) => {
    expect(findScopeWords(scope, language)).toEqual(words);
  });
});
