import { fillDetailTemplate, hasLooseBraces, listDetailFields, listTemplateFields } from './detail-words.js';

const say = (template: string, detail: Readonly<Record<string, unknown>>): string =>
  fillDetailTemplate(template, detail)
    .map(({ text }) => text)
    .join('');

describe('a detail in words', () => {
  it('has its values where the template names them, told apart from its words', () => {
    expect(fillDetailTemplate('Pay {{amount.value}} EUR', { amount: { value: '1.00' } })).toEqual([
      { text: 'Pay ', isValue: false },
      { text: '1.00', isValue: true },
      { text: ' EUR', isValue: false },
    ]);
  });

  it('says of what is missing that it is, and nothing of what every object has', () => {
    expect(say('{{a}} {{constructor}} {{a.b.c}}', { a: null })).toBe('— — —');
  });

  it('lets no value turn the words around it, break a line, or be longer than anybody reads', () => {
    expect(say('{{a}}', { a: '\u202eevil\u2066\nline\u0000' })).toBe('evil line');
    expect(say('{{a}}', { a: '\u{1F600}'.repeat(300) })).toBe(`${'\u{1F600}'.repeat(200)}…`);
  });

  it('lists all fields, those inside others by their path', () => {
    expect(listDetailFields({ type: 't', a: { b: [1, 'x'] }, c: true })).toEqual([
      { name: 'a.b', value: '1, x' },
      { name: 'c', value: 'true' },
    ]);
  });
});

describe('a template', () => {
  it('names fields', () => {
    expect(listTemplateFields('{{a.b}} and {{ c }}')).toEqual(['a.b', 'c']);
  });

  it.each([
    ['{{a}}', false],
    ['{a}', true],
    ['{{a b}}', true],
    ['{{a}} }', true],
  ])('with braces around what is no field: %s %s', (template, isLoose) => {
    expect(hasLooseBraces(template)).toBe(isLoose);
  });
});
