import { findOwnRightsProblem, toCertificateCaller } from '@gatehouse/gateway-core';
import {
  type CertificateFinder,
  type Client,
  type ClientCertificate,
  indexCertificates,
  OAuthError,
} from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import type { Passage } from '../passage.js';
import { type Admit, refuseCredential } from './answers.js';

const indexes = new WeakMap<Snapshot['clients'], CertificateFinder>();

function findIndex(clients: Snapshot['clients']): CertificateFinder {
  const known = indexes.get(clients);
  if (known !== undefined) return known;
  const index = indexCertificates(clients.values());
  indexes.set(clients, index);
  return index;
}

/** @throws OAuthError invalid_token */
function getClient({ plane }: Passage, certificate: ClientCertificate): Client {
  const found = findIndex(plane.platform.snapshots.current().clients)(certificate, Date.now());
  const [client, another] = found;
  if (client === undefined)
    throw new OAuthError('invalid_token', 'The client certificate is not that of a registered client.');
  // A name that two clients share says of neither who it is.
  if (another !== undefined)
    throw new OAuthError('invalid_token', 'The client certificate could be that of several clients.');
  const problem = findOwnRightsProblem(client);
  if (problem !== undefined) throw new OAuthError('invalid_token', problem.detail, client.clientId);
  return client;
}

/** RFC 8705 §2: admits the client that a certificate belongs to, for what it may do for itself. */
export function authenticateByCertificate(
  passage: Passage,
  certificate: ClientCertificate,
  admit: Admit,
): void {
  let client: Client;
  try {
    client = getClient(passage, certificate);
  } catch (error) {
    return refuseCredential(passage, 'client-certificate', error);
  }
  const { fingerprint256, validTo } = certificate.x509;
  admit(passage, toCertificateCaller(client, fingerprint256, Math.floor(Date.parse(validTo) / 1000)));
}
