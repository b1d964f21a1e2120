import 'reflect-metadata';
import { findUnreadableText } from './readable-text.js';

describe('text that is accepted', () => {
  it.each([
    'Print Shop',
    'two\nlines\tand\r\na tab',
    'مطبعة الصور',
    // A joiner is part of words in Persian and of emoji.
    'می\u200cخواهم 👩\u200d💻',
    undefined,
    null,
    7,
    { routes: [{ path: '/photos' }] },
    // Whatever somebody once chose: it is compared, not shown.
    { username: 'ada', password: 'a\u202eb\0' },
  ])('%j', (value) => {
    expect(findUnreadableText(value)).toBeUndefined();
  });
});

describe('text that is refused, with its field', () => {
  it.each([
    [{ name: 'a\0b' }, 'name'],
    [{ name: 'evil \u202emoc.knab' }, 'name'],
    [{ name: '\u2067a' }, 'name'],
    [{ name: '\ud800' }, 'name'],
    [{ routes: [{ path: '/' }, { path: '/\u001b[31m' }] }, 'routes.1.path'],
    [{ claims: { 'a\0': 'b' } }, 'claims'],
    ['\u0085', ''],
  ])('%j', (value, field) => {
    expect(findUnreadableText(value)).toMatchObject({ field });
  });

  it('however deep it is nested', () => {
    const value: unknown = JSON.parse(`${'['.repeat(50_000)}"\\u0000"${']'.repeat(50_000)}`);
    expect(findUnreadableText(value)).toBeDefined();
  });
});
