import type { ClientDetail } from '@gatehouse/dto';
import type { FlowId } from '../flows/flows';
import type { ApiCall } from '../flows/setting';

/** What a snippet is filled with. The secret never is: it stands in an environment variable. */
export interface SnippetFacts {
  readonly issuer: string;
  readonly client: ClientDetail;
  readonly flow: FlowId;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly apiCall: ApiCall | undefined;
}

export interface Snippet {
  /** A file, or what to run. */
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export const usesSecret = ({ tokenEndpointAuthMethod: method }: ClientDetail): boolean =>
  method.startsWith('client_secret_');

/** The flow by which a snippet gets its tokens. */
export function findObtaining({
  flow,
  client,
}: SnippetFacts): 'client-credentials' | 'authorization-code' | 'device' {
  if (flow === 'client-credentials' || flow === 'authorization-code' || flow === 'device') return flow;
  const has = (type: string): boolean => client.grantTypes.includes(type);
  if (flow !== 'refresh' && has('client_credentials')) return 'client-credentials';
  return has('authorization_code') ? 'authorization-code' : 'device';
}

/** What every language needs: where the call goes. */
export const callOf = ({ apiCall }: SnippetFacts): ApiCall =>
  apiCall ?? { method: 'GET', url: 'https://api.example.com/', body: '' };

/** What these methods need is more than a variable: said, where a snippet leaves it out. */
export function findProofNote({ client }: SnippetFacts): string | undefined {
  switch (client.tokenEndpointAuthMethod) {
    case 'private_key_jwt':
      return 'This client proves itself with a signed assertion (private_key_jwt).';
    case 'client_secret_jwt':
      return 'This client signs an assertion with its secret (client_secret_jwt).';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return 'This client proves itself with its TLS certificate.';
    default:
      return undefined;
  }
}
