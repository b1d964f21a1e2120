import type { TargetCheck } from '@gatehouse/dto';
import { Client } from 'undici';
import { createUpstreamConnector, findTlsFailure, type OpenUpstreamTls } from '../platform/upstream-tls.js';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';

const TIMEOUT_MS = 3_000;

const CODES = {
  ENOTFOUND: 'target-host-unknown',
  EAI_AGAIN: 'target-host-not-looked-up',
  ECONNREFUSED: 'target-port-closed',
  EHOSTUNREACH: 'target-without-way',
  ENETUNREACH: 'target-without-way',
  UND_ERR_CONNECT_TIMEOUT: 'target-connects-too-late',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'target-certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'target-authority-not-trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'target-authority-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'target-authority-not-trusted',
  CERT_HAS_EXPIRED: 'target-certificate-expired',
  CERT_NOT_YET_VALID: 'target-certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'target-certificate-of-another',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'target-wants-certificate',
} as const;

const isKnown = (code: string): code is keyof typeof CODES => Object.hasOwn(CODES, code);

const OF_TLS = {
  'upstream-not-verified': 'target-certificate-not-accepted',
  'gateway-refused': 'target-refuses-gateway',
  'no-tls': 'target-without-tls',
} as const;

/** Why a target could not be called. */
function findTargetProblem(field: string, error: unknown, isTls: boolean): FieldProblem {
  const { code = '', name = '' } = error as { readonly code?: string; readonly name?: string };
  if (name === 'TimeoutError') return fieldProblem(field, 'target-answers-too-late');
  // Not every server says why it does not like a client certificate, or the lack of one.
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')
    return fieldProblem(field, isTls ? 'target-hangs-up-on-tls' : 'target-hangs-up');
  if (isKnown(code)) return fieldProblem(field, CODES[code]);
  const failure = findTlsFailure(code);
  if (failure !== undefined) return fieldProblem(field, OF_TLS[failure], { code });
  if (name === 'HTTPParserError') return fieldProblem(field, 'target-speaks-no-http');
  return code === ''
    ? fieldProblem(field, 'target-unreachable')
    : fieldProblem(field, 'target-unreachable-by-code', { code });
}

/** Why a target could not be called, for an operator. */
export const explainTargetError = (error: unknown, isTls = false): string =>
  findTargetProblem('', error, isTls).message;

/** How a target answered, and what is wrong with it. */
export interface CheckedTarget {
  readonly target: TargetCheck;
  readonly problems: readonly FieldProblem[];
}

const toTarget = (
  url: string,
  isReachable: boolean,
  { message, code = '', values }: FieldProblem,
): TargetCheck => ({
  url,
  isReachable,
  explanation: message,
  code,
  ...(values !== undefined && { values }),
});

/**
 * Calls a target as the gateway would, with HEAD and for at most three seconds. Any answer is good: whether the service is
 * well is asked by health checks.
 */
export async function checkTarget(
  field: string,
  url: string,
  tls: OpenUpstreamTls | null,
): Promise<CheckedTarget> {
  const { origin, pathname, protocol } = new URL(url);
  const client = new Client(origin, { connect: createUpstreamConnector(tls, TIMEOUT_MS) });
  try {
    const { statusCode, body } = await client.request({
      method: 'HEAD',
      path: pathname,
      headers: { 'user-agent': 'Gatehouse-Connection-Test' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    const code = protocol === 'https:' ? 'target-answers-over-tls' : 'target-answers';
    const values = { status: String(statusCode) };
    return { target: toTarget(url, true, fieldProblem(field, code, values)), problems: [] };
  } catch (error) {
    const problem = findTargetProblem(field, error, protocol === 'https:');
    return { target: toTarget(url, false, problem), problems: [problem] };
  } finally {
    await client.destroy();
  }
}
