import { OAuthError } from '../kernel/oauth-error.js';

type Sent = Readonly<Record<string, unknown>>;

/** AuthZEN Authorization API §5: who, or what, by its type. */
export interface AskedEntity {
  readonly type: string;
  readonly id: string;
  readonly properties: Sent;
}

/** AuthZEN Authorization API §6: may the subject do this with the resource? */
export interface Evaluation {
  readonly subject: AskedEntity;
  readonly action: string;
  readonly resource: AskedEntity;
  readonly context: Sent;
}

const MAX_TEXT_LENGTH = 2048;

const isObject = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (description: string): OAuthError => new OAuthError('invalid_request', description);

function getText(from: Sent, member: string, of: string): string {
  const value = from[member];
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT_LENGTH || value.includes('\0'))
    throw refuse(`${of}.${member} must be a text of 1 to ${MAX_TEXT_LENGTH} characters.`);
  return value;
}

function getObject(from: Sent, member: string): Sent {
  const value = from[member];
  if (!isObject(value)) throw refuse(`${member} is missing, or is no object.`);
  return value;
}

function getOptionalObject(from: Sent, member: string, name = member): Sent {
  const value = from[member] ?? {};
  if (!isObject(value)) throw refuse(`${name} must be an object.`);
  return value;
}

function getEntity(from: Sent, member: 'subject' | 'resource'): AskedEntity {
  const sent = getObject(from, member);
  return {
    type: getText(sent, 'type', member),
    id: getText(sent, 'id', member),
    properties: getOptionalObject(sent, 'properties', `${member}.properties`),
  };
}

/** AuthZEN Authorization API §6. @throws OAuthError invalid_request */
export const parseEvaluation = (sent: Sent): Evaluation => ({
  subject: getEntity(sent, 'subject'),
  action: getText(getObject(sent, 'action'), 'name', 'action'),
  resource: getEntity(sent, 'resource'),
  context: getOptionalObject(sent, 'context'),
});

/** @throws OAuthError invalid_request */
export function parseEvaluationBody(body: string): Sent {
  let sent: unknown;
  try {
    sent = JSON.parse(body);
  } catch {
    throw refuse('The request body is not JSON.');
  }
  if (!isObject(sent)) throw refuse('The request body must be an object.');
  return sent;
}

/** AuthZEN Authorization API §7: when to stop asking on. */
export const EVALUATION_SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type EvaluationSemantic = (typeof EVALUATION_SEMANTICS)[number];

export const MAX_EVALUATIONS = 50;

/** Several evaluations in one request, each as sent: what is wrong with one of them is no matter of the others. */
export interface EvaluationBatch {
  readonly items: readonly Sent[];
  readonly semantic: EvaluationSemantic;
}

function parseSemantic(sent: Sent): EvaluationSemantic {
  const asked = getOptionalObject(sent, 'options')['evaluations_semantic'] ?? 'execute_all';
  const semantic = EVALUATION_SEMANTICS.find((name) => name === asked);
  if (semantic === undefined)
    throw refuse(`options.evaluations_semantic must be one of: ${EVALUATION_SEMANTICS.join(', ')}.`);
  return semantic;
}

/**
 * AuthZEN Authorization API §7: what the request says at its top counts where an evaluation says nothing of its own.
 * @returns undefined where the request is a single evaluation
 * @throws OAuthError invalid_request
 */
export function parseEvaluationBatch(sent: Sent): EvaluationBatch | undefined {
  const { evaluations, subject, action, resource, context } = sent;
  if (evaluations === undefined || (Array.isArray(evaluations) && evaluations.length === 0)) return undefined;
  if (!Array.isArray(evaluations) || evaluations.length > MAX_EVALUATIONS || !evaluations.every(isObject))
    throw refuse(`evaluations must be a list of at most ${MAX_EVALUATIONS} objects.`);
  const defaults = { subject, action, resource, context };
  return {
    items: evaluations.map((item: Sent) => ({ ...defaults, ...item })),
    semantic: parseSemantic(sent),
  };
}
