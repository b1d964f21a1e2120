import type { Failure } from './answer';

/** What an authorization response says to the page that began it. */
export type CallbackResult =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** Of another page, or of nobody. */
  | { readonly kind: 'foreign' };

const fail = (failure: Partial<Failure>): CallbackResult => ({
  kind: 'failure',
  failure: { status: 0, code: '', description: '', ...failure },
});

/** RFC 6749 §4.1.2: state first, so that nobody can slip a code in; then the issuer (RFC 9207 §2.4). */
export function readCallback(query: string, expected: { state: string; issuer: string }): CallbackResult {
  const parameters = new URLSearchParams(query);
  if (expected.state === '' || parameters.get('state') !== expected.state) return { kind: 'foreign' };
  if (parameters.get('iss') !== expected.issuer) return fail({ problem: 'noIssuer' });
  const error = parameters.get('error');
  if (error !== null) return fail({ code: error, description: parameters.get('error_description') ?? '' });
  const code = parameters.get('code') ?? '';
  return code === '' ? fail({ problem: 'noCode' }) : { kind: 'code', code };
}

/** Between the tab that came back and the page that sent it. Both are of this origin, and nobody else hears it. */
export const CHANNEL = 'gatehouse-try';

export interface CameBack {
  readonly type: 'came-back';
  readonly query: string;
}

export interface Taken {
  readonly type: 'taken';
  readonly state: string;
}
