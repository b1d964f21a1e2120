import type { Client } from '../kernel/client.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { type Denial, describeDecision } from './denial.js';
import {
  type Evaluation,
  type EvaluationBatch,
  parseEvaluation,
  parseEvaluationBatch,
  parseEvaluationBody,
} from './evaluation.js';

export interface AccessEvaluationOptions<D extends Directory> {
  readonly currentDirectory: () => D;
  readonly authenticate: ClientAuthentication;
  /** Whether a confidential client may ask about anything at all. */
  readonly mayAsk: (directory: D, asker: Client) => boolean;
  /** Undefined: it may be done. */
  readonly findDenial: (directory: D, asker: Client, evaluation: Evaluation) => Promise<Denial | undefined>;
}

/** What comes with JSON; it has no form to authenticate by. */
export interface EvaluationRequest extends Pick<
  EndpointRequest,
  'authorization' | 'address' | 'certificate' | 'body'
> {
  /** Who asks, where an access token of their own has said so: they need not authenticate once more. */
  readonly clientId?: string | undefined;
}

export interface AccessEvaluation {
  /** AuthZEN Authorization API §6. Resolves to JSON text. @throws OAuthError */
  readonly evaluate: (request: EvaluationRequest) => Promise<string>;
  /** AuthZEN Authorization API §7. Resolves to JSON text. @throws OAuthError */
  readonly evaluateAll: (request: EvaluationRequest) => Promise<string>;
}

type Decision = ReturnType<typeof describeDecision>;
type Decide = (sent: Readonly<Record<string, unknown>>) => Promise<Decision>;

/** What is wrong with one of several is told in its place, and denies it. */
async function decideOne(decide: Decide, sent: Readonly<Record<string, unknown>>): Promise<Decision> {
  try {
    return await decide(sent);
  } catch (error) {
    if (!(error instanceof OAuthError) || error.code !== 'invalid_request') throw error;
    return { decision: false, context: { error: { status: error.status, message: error.description } } };
  }
}

async function decideAll(decide: Decide, { items, semantic }: EvaluationBatch): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  // One after the other: later ones may not be wanted, and one request must not take every connection.
  for (const item of items) {
    const decision = await decideOne(decide, item);
    decisions.push(decision);
    const isLast = decision['decision'] === true ? 'permit_on_first_permit' : 'deny_on_first_deny';
    if (semantic === isLast) break;
  }
  return decisions;
}

/** A client that has gone since it got its access token asks nothing more. @throws OAuthError */
function getAsker(directory: Directory, clientId: string): Client {
  const asker = directory.findClient(clientId);
  if (asker?.isEnabled !== true) throw new OAuthError('invalid_token', 'This client is not there any more.');
  return asker;
}

/**
 * AuthZEN Authorization API §6, §7. Only confidential clients may ask, and only those that `mayAsk` lets: an answer tells
 * about people and clients whose tokens the asker need not have.
 */
export function createAccessEvaluation<D extends Directory>({
  currentDirectory,
  authenticate,
  mayAsk,
  findDenial,
}: AccessEvaluationOptions<D>): AccessEvaluation {
  async function open(request: EvaluationRequest): Promise<Decide> {
    const directory = currentDirectory();
    const asker =
      request.clientId === undefined
        ? await authenticate(directory, request, new Map())
        : getAsker(directory, request.clientId);
    if (asker.type !== 'confidential' || !mayAsk(directory, asker)) {
      throw new OAuthError(
        'access_denied',
        'No API names your application as its resource server: ask its operator to do so.',
      );
    }
    return async (sent) => describeDecision(await findDenial(directory, asker, parseEvaluation(sent)));
  }

  return {
    async evaluate(request) {
      const decide = await open(request);
      return JSON.stringify(await decide(parseEvaluationBody(request.body)));
    },
    async evaluateAll(request) {
      const decide = await open(request);
      const sent = parseEvaluationBody(request.body);
      const batch = parseEvaluationBatch(sent);
      if (batch === undefined) return JSON.stringify(await decide(sent));
      return JSON.stringify({ evaluations: await decideAll(decide, batch) });
    },
  };
}
