import type { IncomingMessage } from 'node:http';
import type { Platform } from '../../platform/platform.tokens.js';
import { requestIdOf } from '../../platform/request-id.js';
import { createRedaction, findNamedClient, type Sent, shortenClientId } from './sent-parameters.js';

/** What was answered, and why. */
export interface Refused {
  readonly status: number;
  /** An OAuth error code, or the code of a problem that a page shows. */
  readonly error: string;
  readonly description: string;
  readonly reason: string;
}

/** Who was refused, as far as the endpoint knows. */
export interface RefusedWho {
  readonly endpoint: string;
  readonly sent?: Sent;
  readonly sessionHash?: Buffer | undefined;
  readonly interactionHash?: Buffer | undefined;
}

export type RecordError = (request: IncomingMessage, refused: Refused, who: RefusedWho) => void;

/** No refusal: the client asks again until the person has answered (RFC 8628 §3.5), or the page asks to sign in. */
const ORDINARY: ReadonlySet<string> = new Set(['authorization_pending', 'sign-in-needed']);
const LONGEST_TEXT = 500;
const NOTHING: Sent = { text: '', authorization: undefined };

/** Keeps error answers for operators, who look them up by the ID that they were answered with. */
export const createErrorRecord =
  ({ errorAnswers, currentDirectory }: Pick<Platform, 'errorAnswers' | 'currentDirectory'>): RecordError =>
  (request, { status, error, description, reason }, { endpoint, sent = NOTHING, ...hashes }) => {
    if (ORDINARY.has(error) || !errorAnswers.hasRoom()) return;
    const clientId = findNamedClient(sent);
    const isClientKnown = clientId !== undefined && currentDirectory().findClient(clientId) !== undefined;
    const redact = createRedaction(sent);
    errorAnswers.add({
      at: Date.now(),
      requestId: requestIdOf(request),
      endpoint,
      status,
      error,
      description: redact(description).slice(0, LONGEST_TEXT),
      reason: redact(reason).slice(0, LONGEST_TEXT),
      clientId: clientId === undefined ? null : isClientKnown ? clientId : shortenClientId(clientId),
      isClientKnown,
      sessionHash: hashes.sessionHash ?? null,
      interactionHash: hashes.interactionHash ?? null,
    });
  };

/** What may be told of an error that nobody expected: its message could hold anything. */
export const nameUnexpected = (error: unknown): string =>
  `${error instanceof Error ? error.name : 'An error'}: the log has it under this request ID.`;
