import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTENTION_VALUES, type AttentionCode } from '@gatehouse/dto/attention';

const TEXTS = join(import.meta.dirname, '../../locales/en/overview.json');
const { matters } = JSON.parse(readFileSync(TEXTS, 'utf8')) as {
  readonly matters: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
const CODES = Object.keys(ATTENTION_VALUES) as AttentionCode[];

it('the console has words for everything that the server can tell of, and for nothing else', () => {
  expect(Object.keys(matters).sort()).toEqual([...CODES].sort());
});

it.each(CODES)('the words for %s name all that the server says with it', (code) => {
  const words = Object.values(matters[code] ?? {}).join(' ');
  const open = new Set([...words.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
  // What is counted is written as the language writes numbers.
  const values = ATTENTION_VALUES[code].map((name) => (name === 'count' ? 'number' : name));
  expect([...open].sort()).toEqual([...values].sort());
});
