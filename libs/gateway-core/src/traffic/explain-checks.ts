import { CHECKS } from '../checks.js';
import type { CallFacts } from './call-facts.js';

/** How one check of a call went. `not-needed`: the route asks for nothing of the kind. */
export type Verdict = 'passed' | 'refused' | 'not-reached' | 'not-needed';

export interface ExplainedCheck {
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
}

type Explained = Pick<CallFacts, 'check' | 'status' | 'details'>;

/** What "the access token may open this route" consists of, in order. */
const TOKEN_STEPS = [
  { name: 'token-known', title: 'The access token is one of ours' },
  { name: 'token-unexpired', title: 'It has not expired' },
  { name: 'token-unrevoked', title: 'It has not been revoked, nor what it came from' },
  { name: 'token-client', title: 'Its client is registered and enabled' },
  { name: 'token-audience', title: 'It is for this API' },
  { name: 'token-scopes', title: 'It has the scopes of the route' },
  { name: 'token-sign-in', title: 'The end user signed in strongly and recently enough' },
  { name: 'token-detail', title: 'It was given a detail that allows this call' },
] as const;

export type TokenStep = (typeof TOKEN_STEPS)[number]['name'];

const BY_REASON: Readonly<Record<string, TokenStep>> = {
  expired: 'token-unexpired',
  revoked: 'token-unrevoked',
  'its client is gone': 'token-client',
  'its client is disabled': 'token-client',
};

const BY_ERROR: Readonly<Record<string, TokenStep>> = {
  insufficient_scope: 'token-scopes',
  insufficient_user_authentication: 'token-sign-in',
};

/** At which step an access token was refused; undefined: it was not. */
export function findRefusedStep({ check, details: { refusal } }: Explained): TokenStep | undefined {
  if (check !== 'access-token' || refusal === null) return undefined;
  const { error, reason } = refusal;
  if (reason?.startsWith('no authorization detail ') === true) return 'token-detail';
  const byError = BY_ERROR[error ?? ''];
  if (byError !== undefined) return byError;
  if (reason?.startsWith('audience ') === true) return 'token-audience';
  return BY_REASON[reason ?? ''] ?? 'token-known';
}

const isOfAccessToken = ({ credential }: CallFacts['details']): boolean =>
  credential === null || credential === 'access-token';

// Calls from before routes could demand one have no such member.
const listTokenSteps = ({ details: { route } }: Explained): readonly (typeof TOKEN_STEPS)[number][] =>
  TOKEN_STEPS.filter(({ name }) => name !== 'token-detail' || route?.requiredDetail != null);

/** The steps of one check: those of an access token of ours are told one by one. */
function* listSteps(call: Explained): Generator<{ readonly name: string; readonly title: string }> {
  for (const check of CHECKS) {
    if (check.name === 'access-token' && isOfAccessToken(call.details)) yield* listTokenSteps(call);
    else if (check.always || check.name === call.check) yield check;
  }
}

/** Every check of a call in its order: which it passed, which refused it, and which it did not get to. */
export function explainChecks(call: Explained): readonly ExplainedCheck[] {
  const step = isOfAccessToken(call.details) ? findRefusedStep(call) : undefined;
  const refusedAt: string | null = step ?? call.check;
  const isPublic = call.details.route?.access === 'public';
  let isOver = false;
  const explained: ExplainedCheck[] = [];
  for (const { name, title } of listSteps(call)) {
    const isAboutCaller = name === 'credentials' || name.startsWith('token-') || name === 'access-token';
    if (name === refusedAt) {
      explained.push({ name, title, verdict: 'refused' });
      isOver = true;
    } else if (isOver) explained.push({ name, title, verdict: 'not-reached' });
    else if (isPublic && isAboutCaller) explained.push({ name, title, verdict: 'not-needed' });
    else if (name === 'upstream' && call.details.cache === 'hit')
      explained.push({ name, title, verdict: 'not-needed' });
    else if (name === 'upstream' && call.details.upstream?.headMs == null) {
      explained.push({ name, title, verdict: 'not-reached' });
    } else explained.push({ name, title, verdict: 'passed' });
  }
  return explained;
}
