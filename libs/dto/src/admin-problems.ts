type Problem = readonly [status: number, title: string, detail: string];

/**
 * What can be refused by the admin REST API, by the `code` of the problem (an extension member, RFC 9457 §3.2): status,
 * title and detail. The console says it in the operator's language, by the code; what is here is for programs.
 * `{{name}}` stands for a value that comes beside it. A code stays what it is: scripts ask for it.
 */
export const ADMIN_PROBLEMS = {
  'invalid-fields': [400, 'Bad Request', 'Some fields cannot be accepted.'],
  'not-found': [404, 'Not Found', 'There is no such {{what}}; it may have been deleted.'],
  'changed-meanwhile': [
    409,
    'Changed meanwhile',
    'Somebody else has changed this {{what}} meanwhile. Reload it and make your change again.',
  ],
  taken: [409, 'Already taken', '"{{value}}" is already taken; choose another.'],
  'last-admin': [409, 'Last admin', 'This is the last enabled admin. Make another one first.'],
  'database-unavailable': [
    503,
    'Service Unavailable',
    'The database cannot be reached. Try again in a moment.',
  ],
  unavailable: [
    503,
    'Service Unavailable',
    'Something that is needed is out of reach. Try again in a moment.',
  ],
  internal: [
    500,
    'Internal Server Error',
    'Something went wrong on our side. The log says more under request {{requestId}}.',
  ],

  'unreadable-request': [
    400,
    'Bad Request',
    'The request cannot be read: a body must be valid JSON, and an ID in the address a UUID.',
  ],
  'no-such-address': [404, 'Not Found', 'There is nothing at this address.'],
  'method-not-allowed': [405, 'Method Not Allowed', 'This address does not take this method.'],
  'too-large': [
    413,
    'Content Too Large',
    'The request body is too large: 256 kB at most, and 10 MB for an API, its checks, and documents.',
  ],
  'not-json': [415, 'Unsupported Media Type', 'Send the body as application/json, in UTF-8.'],
  refused: [400, 'Refused', 'This request cannot be accepted.'],

  'sign-in-needed': [401, 'Unauthorized', 'Sign in to the console, or send an access token after "Bearer ".'],
  'invalid-request': [
    400,
    'Bad Request',
    'What the request proves itself with cannot be read. Send one access token, in the Authorization header.',
  ],
  'invalid-token': [401, 'Unauthorized', 'The access token is not valid.'],
  'invalid-dpop-proof': [401, 'Unauthorized', 'The DPoP proof cannot be accepted.'],
  'insufficient-scope': [403, 'Forbidden', 'This needs the scope {{scope}}.'],
  'foreign-request': [
    403,
    'Forbidden',
    'This request did not come from the console. Reload it and try again.',
  ],

  'only-admins-make-operators': [403, 'Forbidden', 'Only an admin can make operators.'],
  'only-admins-change-operators': [403, 'Forbidden', 'Only an admin can change operators.'],
  'only-admins-change-settings': [403, 'Forbidden', 'Only an admin can change settings.'],
  'only-admins-verify-applications': [
    403,
    'Forbidden',
    'Only an admin can say that an application is verified.',
  ],
  'only-admins-skip-consent': [403, 'Forbidden', 'Only an admin can let an application go without consent.'],
  'only-admins-give-own-scopes': [
    403,
    'Forbidden',
    'Only an admin can give an application rights over Gatehouse itself.',
  ],
  'only-admins-import-verified': [
    403,
    'Forbidden',
    'Only an admin can import applications that are verified.',
  ],
  'only-admins-import-without-consent': [
    403,
    'Forbidden',
    'Only an admin can import applications that go without consent.',
  ],
  'only-admins-read-messages': [403, 'Forbidden', 'Only an admin can read messages to users.'],
  'only-admins-rotate-keys': [403, 'Forbidden', 'Only an admin can rotate signing keys.'],
  'only-admins-revoke-keys': [403, 'Forbidden', 'Only an admin can revoke signing keys.'],
  'only-operators-export-audit': [403, 'Forbidden', 'Only operators and admins can export the audit log.'],
  'only-operators-see-calls': [403, 'Forbidden', 'Only operators and admins can see single calls.'],
  'only-operators-find-people': [
    403,
    'Forbidden',
    'Only operators and admins can look for the errors of a person.',
  ],
  'only-operators-dismiss': [
    403,
    'Forbidden',
    'Only an operator can put something away: a machine sees nothing.',
  ],

  'not-for-members': [403, 'Forbidden', 'Members of organizations cannot do this; an operator can.'],
  'not-yours': [403, 'Forbidden', 'This {{what}} is not yours.'],
  'only-to-see': [
    403,
    'Forbidden',
    'You may see this {{what}}, and not change it. Somebody who manages it can.',
  ],
  'fields-of-operators': [403, 'Forbidden', 'Some of this only an operator can change.'],

  'application-built-in': [409, 'Built in', 'This application is part of Gatehouse and cannot be changed.'],
  'built-in-without-keys': [409, 'Built in', 'This application is part of Gatehouse and has no API keys.'],
  'built-in-without-owner': [409, 'Built in', 'This application is part of Gatehouse and belongs to nobody.'],
  'public-without-secret': [409, 'Public client', 'A public client has no secret.'],
  'public-cannot-authenticate': [409, 'Public client', 'A public client has no secret to authenticate with.'],
  'confidential-must-authenticate': [
    409,
    'Confidential client',
    'A confidential client must authenticate: none is for public ones.',
  ],
  'import-in-conflict': [
    409,
    'In conflict',
    'The file is in conflict with what is here. Nothing was imported.',
  ],
  'import-changed': [
    409,
    'Changed meanwhile',
    'Something else would change by now than you were shown. Look at it again.',
  ],
  'too-much-for-a-file': [
    409,
    'Too much for one file',
    'A file has at most {{max}} applications and 8 MB: select fewer.',
  ],
  'trial-of-another': [
    403,
    'Forbidden',
    'Only a client of this application can be tried here, and the request has to name it.',
  ],
  'trial-token-of-another': [403, 'Forbidden', 'This access token is of another application’s client.'],

  'address-taken': [409, 'Already taken', '"{{api}}" is published at {{address}} already.'],
  'managed-by-file': [
    409,
    'Managed by a file',
    'This API comes from the APIs file, where its key is "{{key}}". Change it there, or release it first.',
  ],
  'not-of-file': [409, 'Not so', 'This API does not come from the APIs file.'],
  'not-released': [409, 'Not so', 'This API was not released from the APIs file.'],
  'details-type-in-use': [
    409,
    'In use',
    'Routes of {{apis}} ask for details of this type. Change those first.',
  ],
  'scope-built-in': [409, 'Built in', 'Scopes that begin with "gatehouse." belong to Gatehouse itself.'],
  'scope-in-use': [409, 'In use', 'Routes of {{apis}} ask for this scope. Change those first.'],
  'provider-in-use': [409, 'In use', 'The upstream of {{apis}} gets its access tokens. Change that first.'],
  'nothing-to-connect': [
    409,
    'Nothing to connect',
    'The flow of this provider needs nobody to sign in there.',
  ],
  'cannot-connect': [502, 'Cannot connect', '{{reason}}'],
  'outside-issuer-in-use': [409, 'In use', 'Its access tokens are accepted by {{apis}}. Change that first.'],
  'no-next-key': [
    409,
    'No next key',
    'The outside signer offers no further {{algorithm}} key. Make one there; Gatehouse takes it up within a minute. To refuse what a compromised key signed before that, revoke the key.',
  ],

  'stream-not-enabled': [
    409,
    'Not enabled',
    'Nothing is sent by this stream while it is paused or disabled. Resume it first.',
  ],
  'user-not-reached': [
    409,
    'No address',
    'This user is disabled, has no e-mail address to send a link to, or has their password in the outside directory.',
  ],
  'owns-applications': [
    409,
    'Owns applications',
    'This organization owns applications. Give them to another one, or delete them first.',
  ],
  'token-unknown': [
    404,
    'Not found',
    'No access token, refresh token, authorization, token ID or request ID of this server is known by this text. It may be older than such things are kept.',
  ],
  'too-many-watchers': [503, 'Service Unavailable', 'Too many people are watching. Try again later.'],
  'key-too-long': [400, 'Bad Request', 'The key is longer than 200 characters.'],
} as const satisfies Readonly<Record<string, Problem>>;

type Problems = typeof ADMIN_PROBLEMS;

export type AdminProblemCode = keyof Problems;

/** What a text leaves open. */
type NameIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NameIn<Rest>
  : never;

/** What has to come beside a code. */
export type AdminProblemValues<Code extends AdminProblemCode> = Readonly<
  Record<NameIn<Problems[Code][2]>, string>
>;

/** Codes of which the text says all. */
export type PlainAdminProblemCode = {
  [Code in AdminProblemCode]: [NameIn<Problems[Code][2]>] extends [never] ? Code : never;
}[AdminProblemCode];

/** A code with what it leaves open: none can be forgotten. */
export type AdminProblemParts =
  | readonly [code: PlainAdminProblemCode, values?: Readonly<Record<string, never>>]
  | {
      [Code in Exclude<AdminProblemCode, PlainAdminProblemCode>]: readonly [
        code: Code,
        values: AdminProblemValues<Code>,
      ];
    }[Exclude<AdminProblemCode, PlainAdminProblemCode>];

/** What a problem says beside its code, in English. */
export function describeAdminProblem(...[code, values]: AdminProblemParts): {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
} {
  const [status, title, detail]: Problem = ADMIN_PROBLEMS[code];
  const known: Readonly<Record<string, string>> = values ?? {};
  const fill = (_: string, name: string): string => known[name] ?? '';
  return { status, title, detail: detail.replace(/\{\{(\w+)\}\}/g, fill) };
}
