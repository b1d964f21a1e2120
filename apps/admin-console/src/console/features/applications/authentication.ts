import type { ClientDetail, TlsClientName, TokenEndpointAuthMethod, UpdateClient } from '@gatehouse/dto';
import { splitCertificates } from '../../../lib/certificates';

type Method = Exclude<TokenEndpointAuthMethod, 'none'>;

/** A way to prove who a client is, as an operator reads of it; the strongest first. */
export interface MethodChoice {
  readonly method: Method;
  readonly label: string;
  readonly hint: string;
  readonly isWeaker?: true;
}

const SEES_CERTIFICATES = 'Gatehouse must see its TLS certificate: itself, or from your proxy.';

export const METHOD_CHOICES: readonly MethodChoice[] = [
  {
    method: 'private_key_jwt',
    label: 'Private key',
    hint: 'It signs an assertion for each request; Gatehouse has the public key alone.',
  },
  {
    method: 'tls_client_auth',
    label: 'Certificate of an authority',
    hint: `An authority that you trust vouches for its name. ${SEES_CERTIFICATES}`,
  },
  {
    method: 'self_signed_tls_client_auth',
    label: 'Certificate of its own',
    hint: `You register the very certificate below. ${SEES_CERTIFICATES}`,
  },
  {
    method: 'client_secret_basic',
    label: 'Secret in the header',
    hint: 'It sends its secret in the Authorization header.',
  },
  {
    method: 'client_secret_post',
    label: 'Secret in the body',
    hint: 'For libraries that cannot send it in the header.',
  },
  {
    method: 'client_secret_jwt',
    label: 'Secret that signs',
    hint: 'Gatehouse has to keep the secret itself, sealed, instead of its hash. Use a private key instead.',
    isWeaker: true,
  },
];

export const NAME_KINDS: readonly { readonly value: TlsClientName['kind']; readonly label: string }[] = [
  { value: 'subject_dn', label: 'Subject' },
  { value: 'san_dns', label: 'Alternative name: DNS' },
  { value: 'san_uri', label: 'Alternative name: URI' },
  { value: 'san_ip', label: 'Alternative name: IP address' },
  { value: 'san_email', label: 'Alternative name: e-mail' },
];

export const usesSecret = (method: TokenEndpointAuthMethod): boolean => method.startsWith('client_secret_');

/** How a client proves who it is, as it is typed: keys are text until they are saved. */
export interface AuthenticationText {
  readonly method: TokenEndpointAuthMethod;
  readonly jwks: string;
  readonly jwksUri: string;
  readonly certificates: string;
  readonly nameKind: TlsClientName['kind'];
  readonly name: string;
}

/** What of it was typed, and is not saved. */
export type AuthenticationDraft = Partial<AuthenticationText>;

export const toText = (client: ClientDetail): AuthenticationText => ({
  method: client.tokenEndpointAuthMethod,
  jwks: client.jwks === null ? '' : JSON.stringify(client.jwks, null, 2),
  jwksUri: client.jwksUri ?? '',
  certificates: client.certificates.join('\n'),
  nameKind: client.tlsClientName?.kind ?? 'subject_dn',
  name: client.tlsClientName?.value ?? '',
});

/** A draft without what is as it is saved: typed, and typed back. */
export const withoutSame = (draft: AuthenticationDraft, saved: AuthenticationText): AuthenticationDraft =>
  Object.fromEntries(
    Object.entries(draft).filter(([name, text]) => text !== saved[name as keyof AuthenticationText]),
  );

function toName({ name, nameKind }: AuthenticationText): TlsClientName | null {
  return name.trim() === '' ? null : { kind: nameKind, value: name.trim() };
}

/**
 * The change to send: what was not typed stays as it is, whatever has become of it meanwhile.
 * @throws SyntaxError when the key set is not JSON
 */
export function toAuthenticationChange(client: ClientDetail, draft: AuthenticationDraft): UpdateClient {
  const { method, jwks, jwksUri, certificates, name, nameKind } = draft;
  return {
    ...(method !== undefined && { tokenEndpointAuthMethod: method }),
    ...(jwks !== undefined && {
      jwks: jwks.trim() === '' ? null : (JSON.parse(jwks) as NonNullable<UpdateClient['jwks']>),
    }),
    ...(jwksUri !== undefined && { jwksUri: jwksUri === '' ? null : jwksUri }),
    ...(certificates !== undefined && { certificates: splitCertificates(certificates) }),
    ...((name ?? nameKind) !== undefined && { tlsClientName: toName({ ...toText(client), ...draft }) }),
  };
}
