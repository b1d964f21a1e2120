import type { Client, ClientAuthenticationMethod } from '../kernel/client.js';
import type { ClientCertificate, EndpointRequest } from '../kernel/endpoint-request.js';
import type { Form } from '../kernel/form.js';
import type { GuessThrottle } from '../kernel/guess-throttle.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret, isSameHash } from '../kernel/secrets.js';
import type { Directory } from '../ports/directory.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { ReplayStore } from '../ports/replay.js';
import type { World } from '../ports/world.js';
import { checkClientAssertion } from '../rfc7523-jwt-assertions/client-assertion.js';
import { findCertificateProblem } from '../rfc8705-mutual-tls/client-certificate.js';
import { findPresentedCredentials, type PresentedCredentials } from './presented-credentials.js';

export interface ClientAuthenticationOptions {
  readonly issuer: string;
  readonly replays: ReplayStore;
  readonly remoteKeys: RemoteKeys;
  readonly throttle: GuessThrottle;
  readonly world: World;
  /** Opens a secret that is stored sealed, for `client_secret_jwt`. */
  readonly openSecret: (secretId: string, sealed: Buffer) => string;
}

/** Which client sends a request. A promise only where a proof takes its time. @throws OAuthError */
export type ClientAuthentication = (
  directory: Directory,
  request: Pick<EndpointRequest, 'authorization' | 'address' | 'certificate'>,
  form: Form,
) => Client | Promise<Client>;

/** One description for all: it must not tell which client IDs exist, nor how they authenticate. */
const refusal = (reason: string): OAuthError =>
  new OAuthError(
    'invalid_client',
    'Unknown client, wrong or missing credentials, or disabled client.',
    reason,
  );

/** Whether a secret is one of the client's living ones. */
function isLiveSecret(client: Client, secret: string, now: number): boolean {
  const given = hashSecret(secret);
  return client.secrets.some(
    ({ hash, expiresAt }) => isSameHash(hash, given) && (expiresAt === null || expiresAt > now),
  );
}

const isCertificateMethod = (method: ClientAuthenticationMethod): boolean =>
  method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';

/** The method by which the credentials prove who the client is. @throws OAuthError when they do not */
function checkProof(
  options: ClientAuthenticationOptions,
  client: Client,
  presented: PresentedCredentials,
  certificate: ClientCertificate | undefined,
): ClientAuthenticationMethod | Promise<ClientAuthenticationMethod> {
  const now = options.world.now();
  switch (presented.kind) {
    case 'secret':
      if (!isLiveSecret(client, presented.secret, now)) throw refusal('wrong secret');
      return presented.method;
    case 'assertion':
      return checkClientAssertion(options, client, presented.assertion, refusal);
    case 'none': {
      if (!isCertificateMethod(client.authenticationMethod)) {
        if (client.type === 'confidential') throw refusal('no credentials');
        return 'none';
      }
      const problem = findCertificateProblem(client, certificate, now);
      if (problem !== undefined) throw refusal(problem);
      return client.authenticationMethod;
    }
  }
}

function checkClient(client: Client, method: ClientAuthenticationMethod): Client {
  if (!client.isEnabled) throw refusal('client disabled');
  // Whoever proved who they are may be told how to do it.
  if (method !== client.authenticationMethod) {
    throw new OAuthError(
      'invalid_client',
      `This client is registered for ${client.authenticationMethod}, not ${method}.`,
    );
  }
  if (client.rules.problem !== undefined) throw new OAuthError('invalid_client', client.rules.problem);
  return client;
}

/**
 * RFC 6749 §2.3, §3.2.1: a client uses the one method that it is registered for. Guessing is slowed by client and
 * address: after some failures nothing is checked for a while, so that nobody can lock a client out from elsewhere.
 */
export function createClientAuthentication(options: ClientAuthenticationOptions): ClientAuthentication {
  const { throttle } = options;

  function checkPause(clientId: string, address: string): void {
    const pause = throttle.findPauseSeconds(clientId, address);
    if (pause === 0) return;
    const description = `Too many failed tries. Wait ${pause} seconds, then try again.`;
    throw new OAuthError('invalid_client', description, 'guessing is slowed', pause);
  }

  return (directory, { authorization, address, certificate }, form) => {
    const presented = findPresentedCredentials(authorization, form);
    const { clientId } = presented;
    checkPause(clientId, address);
    const fail = (error: unknown): never => {
      if (error instanceof OAuthError && error.code === 'invalid_client')
        throttle.recordFailure(clientId, address);
      throw error;
    };
    try {
      const client = directory.findClient(clientId);
      if (client === undefined) throw refusal('unknown client');
      const method = checkProof(options, client, presented, certificate);
      if (typeof method === 'string') return checkClient(client, method);
      return method.then((proved) => checkClient(client, proved)).catch(fail);
    } catch (error) {
      return fail(error);
    }
  };
}
