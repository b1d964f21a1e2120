import type { TargetCheck } from '@gatehouse/dto';
import { Client } from 'undici';
import { createUpstreamConnector, findTlsFailure, type OpenUpstreamTls } from '../platform/upstream-tls.js';

const TIMEOUT_MS = 3_000;

const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its host name is not known.',
  EAI_AGAIN: 'Its host name cannot be looked up right now.',
  ECONNREFUSED: 'Nobody listens at this port.',
  EHOSTUNREACH: 'There is no way to this host from here.',
  ENETUNREACH: 'There is no way to this host from here.',
  UND_ERR_CONNECT_TIMEOUT: 'It does not accept a connection in time.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Its certificate is signed by itself: give it as its own authority to trust it.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate comes from an authority that is not trusted here.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate comes from an authority that is not trusted here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its certificate comes from an authority that is not trusted here.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  CERT_NOT_YET_VALID: 'Its certificate is not valid yet.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name: give the name as server name.',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'It wants a client certificate, and gets none.',
};

const OF_TLS = {
  'upstream-not-verified': 'Its certificate is not accepted',
  'gateway-refused': 'It does not accept how the gateway connects, or its client certificate',
  'no-tls': 'It does not speak TLS, or none that the gateway knows: check http:// and https://',
} as const;

/** Why a target could not be called, for an operator. */
export function explainTargetError(error: unknown, isTls = false): string {
  const { code = '', name = '' } = error as { readonly code?: string; readonly name?: string };
  if (name === 'TimeoutError') return 'It does not answer in time.';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') {
    // Not every server says why it does not like a client certificate, or the lack of one.
    const guess = isTls ? ' It may want another client certificate.' : '';
    return `It closed the connection without an answer.${guess}`;
  }
  const known = SENTENCES[code];
  if (known !== undefined) return known;
  const failure = findTlsFailure(code);
  if (failure !== undefined) return `${OF_TLS[failure]} (${code}).`;
  if (name === 'HTTPParserError') return 'What it answers is not HTTP: check http:// and https://.';
  return `It cannot be reached${code === '' ? '' : ` (${code})`}.`;
}

/**
 * Calls a target as the gateway would, with HEAD and for at most three seconds. Any answer is good: whether the service is
 * well is asked by health checks.
 */
export async function checkTarget(url: string, tls: OpenUpstreamTls | null): Promise<TargetCheck> {
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
    const how = protocol === 'https:' ? ', and its certificate is accepted' : '';
    return { url, isReachable: true, explanation: `It answers (HTTP ${statusCode})${how}.` };
  } catch (error) {
    return { url, isReachable: false, explanation: explainTargetError(error, protocol === 'https:') };
  } finally {
    await client.destroy();
  }
}
