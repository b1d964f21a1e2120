import type { ClientDetail } from '@gatehouse/dto';
import type { Texts } from '../../../../texts/texts';
import type { FlowId } from '../flows/flows';
import { findWay, isWay, REFRESHABLE, type Way } from '../flows/obtaining';
import type { ApiCall } from '../flows/setting';

/** What a snippet is filled with. What is secret never is: it stands in environment variables. */
export interface SnippetFacts {
  readonly issuer: string;
  readonly client: ClientDetail;
  readonly flow: FlowId;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Where a log-out leads; empty: the server's own page. */
  readonly postLogoutUri: string;
  readonly apiCall: ApiCall | undefined;
  /** Of a token exchange (RFC 8693 §2.1): what is named besides the subject token. */
  readonly exchange?: ExchangeFacts;
}

/** Empty: not named. */
export interface ExchangeFacts {
  readonly hasActor: boolean;
  readonly resource: string;
  readonly audience: string;
}

/** Parameters of an exchange that are not secret. */
export const listTargets = ({ exchange }: SnippetFacts): readonly (readonly [string, string])[] =>
  (['resource', 'audience'] as const)
    .map((name) => [name, exchange?.[name] ?? ''] as const)
    .filter(([, value]) => value !== '');

/** Whether an exchange names who will act, with an access token of theirs. */
export const hasActor = ({ exchange }: SnippetFacts): boolean => exchange?.hasActor ?? false;

/** Whether each request proves that the client has its key (RFC 9449). */
export const isProven = ({ client }: SnippetFacts): boolean => client.dpopBoundAccessTokens;

type Words = Texts['try']['code'];

export interface Snippet {
  /** A file, or what to run: a text's name. */
  readonly id: keyof Words['snippets'];
  readonly text: string;
  /** What has to be known of it: a text's name. */
  readonly note?: keyof Words['notes'];
}

export const usesSecret = ({ tokenEndpointAuthMethod: method }: ClientDetail): boolean =>
  method.startsWith('client_secret_');

/** How a snippet gets its access token. */
export function findObtaining({ flow, client }: SnippetFacts): Way {
  if (isWay(flow)) return flow;
  if (flow === 'refresh') return findWay(client, REFRESHABLE) ?? 'authorization-code';
  return (flow === 'log-out' ? undefined : findWay(client)) ?? 'authorization-code';
}

/** What a way needs besides the client's own proof. */
const INPUTS: Readonly<Partial<Record<Way, readonly string[]>>> = {
  'token-exchange': ['SUBJECT_TOKEN'],
  'jwt-bearer': ['ASSERTION'],
  'saml-bearer': ['ASSERTION'],
  password: ['USER_NAME', 'USER_PASSWORD'],
};

/** The environment variables that a snippet reads. */
export const listVariables = (facts: SnippetFacts): readonly string[] => [
  ...(usesSecret(facts.client) ? ['CLIENT_SECRET'] : []),
  ...(INPUTS[findObtaining(facts)] ?? []),
  ...(findObtaining(facts) === 'token-exchange' && hasActor(facts) ? ['ACTOR_TOKEN'] : []),
];

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
