import { createHmac } from 'node:crypto';
import type { Client } from '../kernel/client.js';

/**
 * OpenID Connect Core §8.1: the host that a client's pairwise subjects are for: of its sector identifier, else of its
 * redirect URIs, which then all have one.
 */
export function findSector(client: Client): string {
  const uri = client.sectorIdentifierUri ?? client.redirectUris[0];
  if (uri === undefined || !URL.canParse(uri)) return client.clientId;
  const { host, protocol } = new URL(uri);
  return host === '' ? protocol : host;
}

/**
 * OpenID Connect Core §8: what a client is told that a user is called. Pairwise: an HMAC of sector and user, so that
 * two sectors cannot find out that they know the same person.
 * @param pairwiseKey 32 random bytes that never change for a deployment
 */
export function findSubject(pairwiseKey: Buffer, client: Client, userId: string): string {
  if (client.subjectType === 'public') return userId;
  return createHmac('sha256', pairwiseKey)
    .update(`${findSector(client)} ${userId}`)
    .digest('base64url');
}
