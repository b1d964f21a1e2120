/** TLS of the gateway itself. */
export interface GatewayTlsSettings {
  /** Empty: it speaks plain HTTP. */
  readonly gatewayTlsKeyFile: string;
  readonly gatewayTlsCertificateFile: string;
  readonly gatewayAsksForCertificates: boolean;
  /** Of one HTTP/2 connection. */
  readonly http2Streams: number;
}

type Text = (name: string) => string;

const KEY = 'GATEHOUSE_GATEWAY_TLS_KEY_FILE';
const CERTIFICATE = 'GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE';
const ASKS = 'GATEHOUSE_GATEWAY_ASKS_FOR_CERTIFICATES';
const URL_NAME = 'GATEHOUSE_GATEWAY_URL';

/** @param text of a setting, valid */
export const toGatewayTlsSettings = (text: Text): GatewayTlsSettings => ({
  gatewayTlsKeyFile: text(KEY),
  gatewayTlsCertificateFile: text(CERTIFICATE),
  gatewayAsksForCertificates: text(ASKS) === 'true',
  http2Streams: Number(text('GATEHOUSE_HTTP2_STREAMS')),
});

/** The gateway's public origin: where it speaks TLS itself, the default is https too. */
export function findGatewayUrl(text: Text, isGiven: boolean): string {
  const url = text(URL_NAME);
  return text(KEY) !== '' && !isGiven ? url.replace(/^http:/, 'https:') : url;
}

/** What does not go together. */
export function* listGatewayTlsProblems(text: Text, isUrlGiven: boolean): Generator<string> {
  const hasKey = text(KEY) !== '';
  const hasCertificate = text(CERTIFICATE) !== '';
  if (hasKey && !hasCertificate) yield `${CERTIFICATE} is required with ${KEY}`;
  if (hasCertificate && !hasKey) yield `${KEY} is required with ${CERTIFICATE}`;
  if (!hasKey && text(ASKS) === 'true')
    yield `${ASKS} needs ${KEY}: without TLS nobody can be asked for a certificate`;
  // Whoever believes it would send access tokens in clear, to a port that does not understand them.
  if (hasKey && isUrlGiven && text(URL_NAME).startsWith('http:'))
    yield `${URL_NAME} must begin with https://, since the gateway speaks TLS`;
}
