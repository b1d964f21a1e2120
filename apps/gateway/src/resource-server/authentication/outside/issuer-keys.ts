import type { JwtJudgement, OutsideIssuer } from '@gatehouse/gateway-core';
import { type JsonWebKeySet, OAuthError, type RemoteKeys } from '@gatehouse/oauth-core';
import { explainOutsideError } from '../../../platform/outside-errors.js';
import type { IssuerMetadataReader } from './issuer-metadata.js';

const unavailable = (reason: string): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'The access token cannot be checked right now: the keys of its issuer cannot be read. Try again in a moment.',
    reason,
  );

async function findJwksUri(
  { issuer }: OutsideIssuer,
  { jwksUri }: JwtJudgement,
  metadata: IssuerMetadataReader,
): Promise<string> {
  if (jwksUri !== null) return jwksUri;
  const found = await metadata.get(issuer).catch((error: unknown) => {
    throw unavailable(`metadata of ${issuer}: ${explainOutsideError(error)}`);
  });
  if (found.jwksUri === undefined) throw unavailable(`the metadata of ${issuer} names no jwks_uri`);
  return found.jwksUri;
}

/**
 * The keys of an outside issuer, with the one of this `kid` if it has it now.
 * @throws OAuthError temporarily_unavailable while they cannot be read and never were, or long ago: the access token may be
 * good, and nobody can tell
 */
export async function getIssuerKeys(
  issuer: OutsideIssuer,
  judgement: JwtJudgement,
  kid: string | undefined,
  parts: { readonly metadata: IssuerMetadataReader; readonly remoteKeys: RemoteKeys },
): Promise<JsonWebKeySet> {
  if (judgement.jwks !== null) return judgement.jwks;
  const jwksUri = await findJwksUri(issuer, judgement, parts.metadata);
  return parts.remoteKeys.getKeys(jwksUri, kid).catch((error: unknown) => {
    if (!(error instanceof OAuthError)) throw error;
    throw unavailable(error.reason);
  });
}
