import type { CallFacts } from './call-facts.js';
import { findRefusedStep, type TokenStep } from './explain-checks.js';

type Advised = Pick<CallFacts, 'check' | 'status' | 'details' | 'method'>;

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function adviseOnScopes({ route, scopes, token }: CallFacts['details']): string[] {
  const needed = route?.scopes ?? [];
  const missing = needed.filter((scope) => !scopes.includes(scope));
  const which = route?.scopeMatch === 'any' ? `one of ${list(needed)}` : list(missing);
  const who = token?.userId == null ? 'the client' : 'the client, and let the end user consent to it';
  return [
    `Allow ${which} for ${who}; then ask for a new access token with it: this one stays as it is.`,
    'If the route should not need it, change the route.',
  ];
}

const ON_TOKEN: Readonly<Record<TokenStep, (call: Advised) => string[]>> = {
  'token-known': () => [
    'The text is no access token of this server, or its signing key is published no more. Have the client get a new one.',
    'Look whether it was cut off or copied wrongly, or comes from another environment.',
  ],
  'token-unexpired': ({ details: { token } }) => [
    token?.grantId === null
      ? 'Have the client ask for a new access token when this one runs out: expires_in says when.'
      : 'Have the client use its refresh token when the access token runs out: expires_in says when.',
  ],
  'token-unrevoked': ({ details: { token } }) => [
    token?.userId == null
      ? 'Have the client get a new access token.'
      : 'The end user has to allow the application again: what was revoked does not come back.',
  ],
  'token-client': () => ['Enable the client and its application, if they should work again.'],
  'token-audience': ({ details: { audience } }) => [
    `Have the client ask for the access token with resource=${audience ?? 'the audience of the API'} (RFC 8707).`,
  ],
  'token-scopes': ({ details }) => adviseOnScopes(details),
  'token-sign-in': ({ details: { route } }) => [
    `Have the client send the end user through the authorization endpoint again, with ${[
      ...(route?.acr == null ? [] : [`acr_values=${route.acr}`]),
      ...(route?.maxAgeSeconds == null ? [] : [`max_age=${route.maxAgeSeconds}`]),
    ].join(' and ')} (RFC 9470).`,
  ],
};

const ON_CHECK: Readonly<Record<string, (call: Advised) => string[]>> = {
  head: () => ['Mend the client, or what stands between: its message could be read in two ways.'],
  target: () => ['Mend the address that the client calls.'],
  api: () => ['Look at the base paths of the APIs, and whether the one that was meant is enabled.'],
  route: ({ details }) => [
    `Add a route for this path to "${details.apiName ?? 'the API'}", or mend the address.`,
  ],
  method: ({ method }) => [`Add a route that takes ${method}, or have the client use another method.`],
  credentials: () => ['Have the client send its credentials; for an access token: Authorization: Bearer …'],
  'upstream-token': () => [
    'Look at the token provider of the API: it gives the gateway no access token now.',
  ],
  upstream: ({ details }) => [
    details.upstream === null
      ? 'No target takes calls: look at their health checks and at what made the circuit open.'
      : `Look whether ${details.upstream.target} runs, can be reached from this node, and answers in time.`,
  ],
  internal: () => ['The log of the node says more under this request ID.'],
};

function adviseOnOutsideToken({ refusal, outside }: CallFacts['details']): string[] {
  const reason = refusal?.reason ?? '';
  const where = `at the outside issuer ${outside?.issuer ?? ''}`.trim();
  if (reason === 'expired') return ['Have the client get a new access token from its issuer.'];
  if (reason.startsWith('audience '))
    return [
      'Have the client ask its issuer for an access token with the audience of this API.',
      `If the issuer calls the API by another name, say so ${where}: Audience.`,
    ];
  if (reason.startsWith('no application stands') || reason === 'it names no client')
    return [
      `Name the application that its client counts as, ${where}: Clients. Or accept clients without one.`,
    ];
  if (reason.includes('is disabled')) return ['Enable the application, if its clients should work again.'];
  if (reason.startsWith('the typ of its header'))
    return [
      `If the issuer's access tokens do not say at+jwt, allow that ${where}; ID tokens are no access tokens.`,
    ];
  return [`The refusal has the reason. Look at how access tokens are judged ${where}, and try it there.`];
}

/** What an operator can do about a call that went wrong, the most likely first. Empty: nothing. */
export function advise(call: Advised): readonly string[] {
  const step = findRefusedStep(call);
  const { credential, upstream } = call.details;
  if (step !== undefined && (credential === null || credential === 'access-token'))
    return ON_TOKEN[step](call);
  if (step === 'token-scopes' && credential === 'outside-token')
    return ['Say at the outside issuer which of its scopes count here, or have its client ask for them.'];
  if (step === 'token-scopes')
    return ['Give the credential the scopes that the route needs, or change the route.'];
  if (step !== undefined && credential === 'outside-token') return adviseOnOutsideToken(call.details);
  if (call.check !== null)
    return ON_CHECK[call.check]?.(call) ?? ['The refusal says what the caller can do.'];
  if (call.status >= 500)
    return [`The answer is the upstream's own: look at ${upstream?.target ?? 'its'} log.`];
  if (call.status === 0) return ['The client went away before there was an answer: it may wait too briefly.'];
  if (call.status >= 400) return ["The answer is the upstream's own: the gateway let the call pass."];
  return [];
}
