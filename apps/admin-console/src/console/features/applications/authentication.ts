import type { ClientDetail, TlsClientName, TokenEndpointAuthMethod, ClientEdit } from '@gatehouse/dto';
import { splitCertificates } from '../../../lib/certificates';

export type Method = Exclude<TokenEndpointAuthMethod, 'none'>;

/** Ways to prove who a client is, the strongest first. */
export const METHODS: readonly Method[] = [
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
];

/** Gatehouse would have to know the secret itself. */
export const isWeaker = (method: Method): boolean => method === 'client_secret_jwt';

export const NAME_KINDS: readonly TlsClientName['kind'][] = [
  'subject_dn',
  'san_dns',
  'san_uri',
  'san_ip',
  'san_email',
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
export function toAuthenticationChange(client: ClientDetail, draft: AuthenticationDraft): ClientEdit {
  const { method, jwks, jwksUri, certificates, name, nameKind } = draft;
  return {
    ...(method !== undefined && { tokenEndpointAuthMethod: method }),
    ...(jwks !== undefined && {
      jwks: jwks.trim() === '' ? null : (JSON.parse(jwks) as NonNullable<ClientEdit['jwks']>),
    }),
    ...(jwksUri !== undefined && { jwksUri: jwksUri === '' ? null : jwksUri }),
    ...(certificates !== undefined && { certificates: splitCertificates(certificates) }),
    ...((name ?? nameKind) !== undefined && { tlsClientName: toName({ ...toText(client), ...draft }) }),
  };
}
