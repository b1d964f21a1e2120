import { parseTemplate } from './template.js';

it.each([
  ['', []],
  ['text', ['text']],
  ['{node}', [{ whole: '{node}', subject: 'node', fact: '' }]],
  ['{client.id}', [{ whole: '{client.id}', subject: 'client', fact: 'id' }]],
  ['a{token.claim.x}b', ['a', { whole: '{token.claim.x}', subject: 'token', fact: 'claim.x' }, 'b']],
  ['{"json": {"a": 1}}', ['{"json": {"a": 1}}']],
  ['{client.}{.id}{Client.id}{client id}', ['{client.}{.id}{Client.id}{client id}']],
])('%s', (template, parts) => {
  expect(parseTemplate(template)).toEqual(parts);
});

it('loses nothing', () => {
  const template = '{{client.id}}{node}x{path.id}{';
  const parts = parseTemplate(template);
  expect(parts.map((part) => (typeof part === 'string' ? part : part.whole)).join('')).toBe(template);
});
