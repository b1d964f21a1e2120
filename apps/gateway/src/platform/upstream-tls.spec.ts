import { findTlsFailure } from './upstream-tls.js';

it.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'upstream-not-verified'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'upstream-not-verified'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'upstream-not-verified'],
  ['CERT_HAS_EXPIRED', 'upstream-not-verified'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'upstream-not-verified'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'gateway-refused'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'gateway-refused'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'gateway-refused'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no-tls'],
  ['EPROTO', 'no-tls'],
  ['ECONNREFUSED', undefined],
  ['UND_ERR_SOCKET', undefined],
  ['', undefined],
])('%s means: %s', (code, failure) => {
  expect(findTlsFailure(code)).toBe(failure);
});
