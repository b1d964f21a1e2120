import type { AdviceCode } from './advice-code.js';
import type { CallFacts } from './call-facts.js';
import { findRefusedStep, type TokenStep } from './explain-checks.js';

type Advised = Pick<CallFacts, 'check' | 'status' | 'details' | 'method'>;

/** One thing to do. */
export interface Advice {
  readonly code: AdviceCode;
  /** Facts of the call that its words name. */
  readonly values: Readonly<Record<string, string>>;
}

const say = (code: AdviceCode, values: Readonly<Record<string, string>> = {}): Advice => ({ code, values });

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function adviseOnScopes({ route, scopes, token }: CallFacts['details']): Advice[] {
  const needed = route?.scopes ?? [];
  const isAny = route?.scopeMatch === 'any';
  const named = list(isAny ? needed : needed.filter((scope) => !scopes.includes(scope)));
  const amount = isAny ? 'allow-one-scope' : 'allow-scopes';
  const who = token?.userId == null ? 'for-client' : 'and-consent';
  return [say(`${amount}-${who}`, { scopes: named }), say('change-route')];
}

/** A tool of an MCP server that was not allowed, or a message that was not understood. */
function adviseOnTool({ tool, refusal, scopes, token, credential }: CallFacts['details']): Advice[] {
  const error = refusal?.error ?? null;
  if (tool == null || error === null) return [say('told-caller')];
  const name = { name: `"${tool.name}"` };
  if (error === 'access_denied') return [say('add-tool-rule', name)];
  const missing = { scopes: list(tool.scopes.filter((scope) => !scopes.includes(scope))) };
  const who = token?.userId == null ? 'for-client' : 'and-consent';
  const first = credential === 'access-token' ? say(`allow-scopes-${who}`, missing) : say('give-scopes');
  return [first, say('change-tool-rule', name)];
}

function adviseOnSignIn({ route }: CallFacts['details']): Advice {
  const parameters = [
    ...(route?.acr == null ? [] : [`acr_values=${route.acr}`]),
    ...(route?.maxAgeSeconds == null ? [] : [`max_age=${route.maxAgeSeconds}`]),
  ];
  return say('sign-in-again', { parameters: parameters.join(', ') });
}

const ON_TOKEN: Readonly<Record<TokenStep, (call: Advised) => Advice[]>> = {
  'token-known': () => [say('get-new-token'), say('look-at-token')],
  'token-unexpired': ({ details: { token } }) => [
    say(token?.grantId === null ? 'ask-when-run-out' : 'refresh-when-run-out'),
  ],
  'token-unrevoked': ({ details: { token } }) => [say(token?.userId == null ? 'ask-anew' : 'consent-anew')],
  'token-client': () => [say('enable-client')],
  'token-audience': ({ details: { audience } }) => [
    audience === null ? say('ask-for-api') : say('ask-for-resource', { audience }),
  ],
  'token-scopes': ({ details }) => adviseOnScopes(details),
  'token-sign-in': ({ details }) => [adviseOnSignIn(details)],
  'token-detail': ({ details: { route } }) => [
    say('ask-in-detail', { type: route?.requiredDetail?.type ?? '' }),
    say('change-route'),
  ],
};

const ON_CHECK: Readonly<Record<string, (call: Advised) => Advice>> = {
  head: () => say('mend-message'),
  target: () => say('mend-address'),
  api: () => say('look-at-base-paths'),
  route: ({ details }) => say('add-route', { api: details.apiName ?? '' }),
  method: ({ method }) => say('add-method', { method }),
  credentials: () => say('send-credentials'),
  'upstream-token': () => say('look-at-provider'),
  upstream: ({ details: { upstream } }) =>
    upstream === null ? say('look-at-targets') : say('look-at-target', { target: upstream.target }),
  internal: () => say('look-at-node-log'),
};

function adviseOnOutsideToken({ refusal, outside }: CallFacts['details']): Advice[] {
  const reason = refusal?.reason ?? '';
  const at = { issuer: outside?.issuer ?? '' };
  if (reason === 'expired') return [say('outside-expired')];
  if (reason.startsWith('audience ')) return [say('outside-audience'), say('outside-audience-name', at)];
  if (reason.startsWith('no application stands') || reason === 'it names no client')
    return [say('outside-client', at)];
  if (reason.includes('is disabled')) return [say('outside-disabled')];
  if (reason.startsWith('the typ of its header')) return [say('outside-type', at)];
  return [say('outside-other', at)];
}

/** What an operator can do about a call that went wrong, the most likely first. Empty: nothing. */
export function advise(call: Advised): readonly Advice[] {
  const step = findRefusedStep(call);
  const { credential, upstream } = call.details;
  if (step !== undefined && (credential === null || credential === 'access-token'))
    return ON_TOKEN[step](call);
  if (step === 'token-scopes')
    return [say(credential === 'outside-token' ? 'outside-scopes' : 'give-scopes')];
  if (step !== undefined && credential === 'outside-token') return adviseOnOutsideToken(call.details);
  if (call.check === 'tool') return adviseOnTool(call.details);
  if (call.check !== null) return [ON_CHECK[call.check]?.(call) ?? say('told-caller')];
  if (call.status >= 500)
    return [
      upstream === null ? say('upstream-unknown') : say('upstream-failed', { target: upstream.target }),
    ];
  if (call.status === 0) return [say('client-left')];
  if (call.status >= 400) return [say('upstream-refused')];
  return [];
}
