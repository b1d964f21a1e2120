import {
  type ClientMetadata,
  findClientType,
  type JsonObject,
  OAuthError,
  parseClientMetadata,
  type SigningKey,
} from '@gatehouse/oauth-core';
import { checkRedirectUri, type ClientEdit } from '@gatehouse/dto';
import { checkLogoutUris, checkSigningAlgorithms } from '../../platform/registry/client-rules.js';
import { findMissingCredential, type MissingCredential } from '../../platform/registry/credential-rules.js';
import { listPublicKeyProblems } from '../../platform/registry/public-key-rules.js';
import { findUnreadableText } from '../../platform/readable-text.js';
import { InvalidFieldsError } from '../../platform/validation.js';

const refuse = (description: string): OAuthError => new OAuthError('invalid_client_metadata', description);

const MISSING: Readonly<Record<MissingCredential, string>> = {
  keys: 'jwks or jwks_uri',
  'certificate-name': 'one of tls_client_auth_*: the name in its certificate',
  'own-certificate': 'the public key of its certificate in jwks',
};

/** RFC 7591 §5: "MUST" be held to what the endpoints hold them to. */
function checkAddresses(metadata: ClientMetadata): void {
  const type = findClientType(metadata);
  for (const uri of metadata.redirectUris) {
    const problem = checkRedirectUri(uri, type);
    if (problem !== undefined)
      throw new OAuthError('invalid_redirect_uri', `${uri.slice(0, 200)}: ${problem}`);
  }
  const hosts = new Set(metadata.redirectUris.map((uri) => new URL(uri).host));
  if (metadata.settings.subjectType === 'pairwise' && hosts.size > 1)
    throw refuse('subject_type pairwise: all redirect_uris must have one host here.');
}

/** RFC 9396 §10 */
function checkDetailsTypes({ settings }: ClientMetadata, mayHaveType: (name: string) => boolean): void {
  const refused = settings.authorizationDetailsTypes?.filter((name) => !mayHaveType(name)) ?? [];
  if (refused.length > 0)
    throw refuse(
      `authorization_details_types: ${refused.join(', ').slice(0, 200)} cannot be had by registration.`,
    );
}

/** The rules of the console, said in the words of the protocol. */
function checkAsOperator(metadata: ClientMetadata, keys: readonly SigningKey[]): void {
  const change = metadata.settings as ClientEdit;
  const { jwks, jwksUri, tlsClientName } = metadata.settings;
  const [keyProblem] = listPublicKeyProblems({ jwks });
  if (keyProblem !== undefined) throw refuse(`jwks: ${keyProblem.message}`);
  const missing = findMissingCredential({
    tokenEndpointAuthMethod: metadata.authenticationMethod,
    hasKeys: jwks != null,
    hasKeyAddress: jwksUri != null,
    hasCertificateName: tlsClientName != null,
  });
  if (missing !== undefined)
    throw refuse(`token_endpoint_auth_method ${metadata.authenticationMethod} needs ${MISSING[missing]}.`);
  try {
    checkLogoutUris(change);
    checkSigningAlgorithms(change, keys);
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    throw refuse(error.fields.map(({ message }) => message).join(' '));
  }
}

/**
 * RFC 7591 §2: what a client says of itself, held against every rule that an operator's registration is held against.
 * @param mayHaveType whether a client that registers itself may ask for details of a type
 * @throws OAuthError invalid_client_metadata, invalid_redirect_uri
 */
export function checkMetadata(
  sent: JsonObject,
  keys: readonly SigningKey[],
  mayHaveType: (name: string) => boolean,
): ClientMetadata {
  const unreadable = findUnreadableText(sent);
  if (unreadable !== undefined) throw refuse(unreadable.message);
  const metadata = parseClientMetadata(sent);
  checkAddresses(metadata);
  checkAsOperator(metadata, keys);
  checkDetailsTypes(metadata, mayHaveType);
  return metadata;
}
