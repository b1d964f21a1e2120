import { listValues, type RawHeaders } from '../header-values.js';
import { parseHttpDate } from './http-date.js';
import type { AnswerHead } from './storable.js';

// RFC 9110 §8.8.3
const ENTITY_TAG = /[\t ]*(?:(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")[\t ]*)?(?:,|$)/y;

/** RFC 9110 §8.8.3.2: what is compared where weak is good enough. */
const toOpaque = (tag: string): string => tag.replace(/^W\//, '');

/** RFC 9110 §13.1.2: the opaque parts of a list of entity tags; empty where it cannot be read. */
function listOpaqueTags(text: string): ReadonlySet<string> {
  const tags = new Set<string>();
  let position = 0;
  while (position < text.length) {
    ENTITY_TAG.lastIndex = position;
    const element = ENTITY_TAG.exec(text);
    if (element === null || element[0] === '') return new Set();
    position += element[0].length;
    if (element[1] !== undefined) tags.add(element[1]);
  }
  return tags;
}

const CONDITIONS = ['if-none-match', 'if-modified-since'] as const;

/** Conditions that a cache leaves to the upstream (RFC 9111 §4.3.2), or that ask for a part of the content. */
const UPSTREAM_CONDITIONS: ReadonlySet<string> = new Set([
  'if-match',
  'if-unmodified-since',
  'if-range',
  'range',
]);

/** RFC 9111 §4.3.2: whether a request is for the upstream alone. */
export function isForUpstream(headers: RawHeaders): boolean {
  for (let index = 0; index < headers.length; index += 2)
    if (UPSTREAM_CONDITIONS.has(headers[index]?.toLowerCase() ?? '')) return true;
  return false;
}

/** RFC 9110 §13.1: whether a client asks only for what it has not got. */
export const isConditional = (headers: RawHeaders): boolean =>
  CONDITIONS.some((name) => listValues(headers, name).length > 0);

/** RFC 9110 §13.2.2, RFC 9111 §4.3.2: whether the client that asks has what is stored, so that 304 is the answer. */
export function isNotModified(request: RawHeaders, { status, headers }: AnswerHead): boolean {
  // RFC 9110 §13.2.1: conditions are about what would be answered with 200.
  if (status !== 200) return false;
  const wanted = listValues(request, 'if-none-match');
  if (wanted.length > 0) {
    const text = wanted.join(',');
    if (text.trim() === '*') return true;
    const [tag] = listValues(headers, 'etag');
    return tag !== undefined && listOpaqueTags(text).has(toOpaque(tag));
  }
  // RFC 9110 §13.1.3: only where there is no If-None-Match, and where it is one date.
  const [since, another] = listValues(request, 'if-modified-since');
  if (since === undefined || another !== undefined) return false;
  const modifiedAt = parseHttpDate(listValues(headers, 'last-modified')[0] ?? '');
  const sinceAt = parseHttpDate(since);
  return modifiedAt !== undefined && sinceAt !== undefined && modifiedAt <= sinceAt;
}

/** RFC 9111 §4.3.1: what asks an upstream whether something stored is still true; name, value … */
export function listValidators(headers: RawHeaders): string[] {
  const [tag] = listValues(headers, 'etag');
  const [modified] = listValues(headers, 'last-modified');
  return [
    ...(tag === undefined ? [] : ['If-None-Match', tag]),
    ...(modified === undefined ? [] : ['If-Modified-Since', modified]),
  ];
}

/** RFC 9111 §4.3.3: whether a 304 is about what is stored, and not about something else that the upstream has. */
export function confirms(answer: RawHeaders, stored: RawHeaders): boolean {
  const [tag] = listValues(answer, 'etag');
  const [storedTag] = listValues(stored, 'etag');
  if (tag !== undefined) return storedTag !== undefined && toOpaque(tag) === toOpaque(storedTag);
  const [modified] = listValues(answer, 'last-modified');
  const [storedModified] = listValues(stored, 'last-modified');
  return storedTag !== undefined || modified === undefined || modified === storedModified;
}

// RFC 9111 §3.2: what describes the content that is stored, and frames it.
const OF_CONTENT: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
]);

/** RFC 9111 §3.2, §4.3.4: what is stored, with what a 304 says anew. Its age begins anew. */
export function updateHeaders(stored: RawHeaders, answer: RawHeaders): string[] {
  const names = new Set<string>(['age', 'date']);
  const updated: string[] = [];
  for (let index = 0; index < answer.length; index += 2) {
    const name = answer[index] ?? '';
    const lowerCase = name.toLowerCase();
    if (OF_CONTENT.has(lowerCase)) continue;
    names.add(lowerCase);
    updated.push(name, answer[index + 1] ?? '');
  }
  const kept: string[] = [];
  for (let index = 0; index < stored.length; index += 2) {
    const name = stored[index] ?? '';
    if (!names.has(name.toLowerCase())) kept.push(name, stored[index + 1] ?? '');
  }
  return [...kept, ...updated];
}

/** RFC 9110 §15.4.5: the headers of a 304, made from those of the 200 that it stands for. */
export function toNotModifiedHeaders(headers: RawHeaders): string[] {
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const lowerCase = name.toLowerCase();
    // What describes content that is not sent; the location of it belongs to the answer.
    if (lowerCase.startsWith('content-') && lowerCase !== 'content-location') continue;
    kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}
