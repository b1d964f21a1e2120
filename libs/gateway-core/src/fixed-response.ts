import { parseTemplate } from '@gatehouse/oauth-core';
import { findFact } from './template-facts.js';
import { type Escape, findBodyProblem } from './call-template.js';
import type { RuleProblem } from './rule-problems.js';

/** A header of a fixed response. */
export interface FixedHeader {
  readonly name: string;
  /** Template. */
  readonly value: string;
}

/** What a route answers by itself: no upstream is called. */
export interface FixedResponse {
  /** 200 to 599. */
  readonly status: number;
  /** Media type; empty where there is no body. */
  readonly contentType: string;
  readonly headers: readonly FixedHeader[];
  /** Template; values are escaped as the media type wants it. */
  readonly body: string;
}

/** An API whose calls are answered 503 for a while, after they have been checked. */
export interface Maintenance {
  /** For the callers. */
  readonly message: string;
  readonly retryAfterSeconds: number;
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeJson: Escape = (text) => JSON.stringify(text).slice(1, -1);
const escapeMarkup: Escape = (text) => text.replace(/[&<>"']/g, (character) => MARKUP[character] ?? '');
const escapeNothing: Escape = (text) => text;

/** How a value is written into a body of a media type, inside quotes or between tags; undefined: not at all. */
export function findBodyEscape(contentType: string): Escape | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json')) return escapeJson;
  if (type === 'text/html' || type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml'))
    return escapeMarkup;
  return type === 'text/plain' ? escapeNothing : undefined;
}

// RFC 9110 §8.3.1, as far as anybody writes it.
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=(?:[\w!#$&^.+-]+|"[^"\\\r\n]*"))*$/;

/** RFC 9110 §15.3.5, §15.3.6, §15.4.5: these have no content. */
export const hasNoContent = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** A problem with one member of a fixed response. */
export interface FixedResponseProblem {
  readonly member: 'contentType' | 'body';
  readonly problem: RuleProblem;
}

/** What is wrong with status, type and body; headers are looked at as those of transforms are. */
export function findFixedResponseProblem(
  { status, contentType, body }: FixedResponse,
  routePath: string,
): FixedResponseProblem | undefined {
  if (body === '') return undefined;
  if (hasNoContent(status))
    return {
      member: 'body',
      problem: { code: 'fixed-status-without-body', values: { status: String(status) } },
    };
  if (!MEDIA_TYPE.test(contentType))
    return { member: 'contentType', problem: { code: 'fixed-body-without-type' } };
  const problem = findBodyProblem(body, routePath) ?? findPlacementProblem(contentType, body);
  return problem === undefined ? undefined : { member: 'body', problem };
}

/** A value that stands where it cannot be escaped could say more than it should. */
function findPlacementProblem(contentType: string, body: string): RuleProblem | undefined {
  const parts = parseTemplate(body);
  if (!parts.some((part) => typeof part !== 'string' && findFact(part) !== undefined)) return undefined;
  const escape = findBodyEscape(contentType);
  if (escape === undefined) return { code: 'fixed-body-type-without-facts', values: { type: contentType } };
  if (escape !== escapeJson) return undefined;
  const filled = parts.map((part) => (typeof part === 'string' ? part : findFact(part) ? 'x' : part.whole));
  try {
    JSON.parse(filled.join(''));
    return undefined;
  } catch {
    return { code: 'fixed-body-not-json' };
  }
}
