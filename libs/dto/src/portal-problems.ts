/**
 * What can go wrong on the end users' pages, by the `code` of the problem (an extension member, RFC 9457 §3.2): status,
 * title and detail. The pages say it in the person's language, by the code; what is here is for programs, and for a
 * code that a page does not know. `{{name}}` stands for a value that comes beside it.
 */
export const PORTAL_PROBLEMS = {
  'bad-request': [400, 'Not accepted', 'Something in this request is missing or too long.'],
  'foreign-request': [
    403,
    'Not accepted',
    'This request did not come from our page. Reload it and try again.',
  ],
  'page-expired': [
    410,
    'This page has expired',
    'Go back to the application and start again. This also happens when the page was opened in another browser.',
  ],
  'answer-gone': [
    410,
    'This page has expired',
    'This answer was sent already, or belongs to another browser. Go back to the application and start again.',
  ],
  'application-refused': [410, 'This cannot go on', '{{reason}}'],
  'link-broken': [
    400,
    'This link does not work',
    '{{reason}} Go back to the application and try again; if it stays, tell its makers.',
  ],
  busy: [503, 'Busy', 'Many people are signing in right now. Try again in a moment.'],
  'database-unavailable': [503, 'Not available', 'We cannot reach our database. Try again in a moment.'],
  unavailable: [
    503,
    'Not available',
    'Something that we need is out of reach right now. Try again in a moment.',
  ],
  failure: [
    500,
    'Something went wrong',
    'This is our fault, not yours. Try again; if it stays, tell us the request ID.',
  ],
  'too-many-tries': [429, 'Please wait', 'Too many tries. Wait {{wait}}, then try again.'],

  'wrong-password': [401, 'Not signed in', 'Wrong username or password.'],
  'email-not-confirmed': [
    403,
    'Confirm your e-mail address',
    'We have sent you a message once more. Open its link, then sign in.',
  ],
  'directory-unavailable': [
    503,
    'Not available',
    'The directory that knows your password cannot be reached right now. Try again in a moment.',
  ],
  'username-of-another': [
    409,
    'Not signed in',
    'Your password is right, but another account here has this username. Ask an operator to help.',
  ],
  'password-first': [409, 'Not yet', 'Sign in with your password first.'],
  'wrong-totp': [
    401,
    'Not signed in',
    'That is not the code that your app shows now, or it was used already. Wait for the next one.',
  ],
  'wrong-recovery-code': [
    401,
    'Not signed in',
    'That is not one of your recovery codes, or it was used already.',
  ],
  'too-many-codes': [
    409,
    'Too many tries',
    'Go back to the application and start again; wrong codes are only taken a few times.',
  ],
  'wrong-passkey': [401, 'Not signed in', 'This passkey was not accepted. Try again.'],
  'provider-not-offered': [404, 'Not offered', 'You cannot sign in this way any more. Choose another.'],
  'provider-unavailable': [
    503,
    'Not available',
    'We cannot reach {{provider}} right now. Try again in a moment, or sign in another way.',
  ],
  'session-ended': [401, 'Please sign in', 'Your session has ended. Sign in again to go on.'],
  'unknown-user-code': [
    404,
    'Not a code that we know',
    'This code is wrong, has expired, or was used already. Look at your device again; it may show a new one.',
  ],

  'request-gone': [
    404,
    'Nothing waits any more',
    'This request has been answered already, or has expired. The application can ask again.',
  ],

  'sign-in-needed': [401, 'Please sign in', 'Sign in to look after your account.'],
  'sign-in-again': [
    401,
    'Please sign in again',
    'To change how you sign in, show first that it is still you.',
  ],
  'profile-changed': [
    409,
    'Changed meanwhile',
    'Your profile has been changed elsewhere, perhaps in another window. Look at it as it is now, then change it.',
  ],
  'profile-elsewhere': [
    409,
    'Not here',
    'This is kept where your account comes from, by your organization or an identity provider: change it there.',
  ],
  'address-taken': [
    409,
    'Not changed',
    'Another account has this address. Your account keeps the one that it had.',
  ],
  'session-gone': [404, 'Not found', 'This session has ended already.'],
  'totp-not-confirmed': [400, 'Not confirmed', 'That is not the code that your app shows now.'],
  'second-factor-first': [409, 'Not yet', 'Set up an authenticator app or a passkey first.'],
  'passkey-not-added': [400, 'Not added', 'This passkey was not accepted. Try again.'],
  'passkey-gone': [404, 'Not found', 'There is no such passkey; it may have been removed.'],
  'only-passkey': [409, 'Your only way in', 'Set a password or add another passkey first.'],
  'password-too-short': [400, 'Choose another password', 'Use at least {{count}} characters.'],
  'password-too-easy': [400, 'Choose another password', 'This password is too easy to guess. {{advice}}'],
  'password-elsewhere': [
    409,
    'Not here',
    'Your password is kept where your account comes from, by your organization or an identity provider: change it there.',
  ],
  'provider-not-linked': [404, 'Not found', 'You do not sign in with this provider.'],
  'only-provider': [
    409,
    'Your only way in',
    'Your account was made for this provider, or you could not sign in without it. Set a password or add a passkey first.',
  ],
  'taken-back': [404, 'Not found', 'You have taken this back already.'],
  'not-alone': [
    409,
    'Not alone',
    'Signing in with the account cannot be removed alone. Remove the application.',
  ],
  'link-used': [
    410,
    'This link cannot be used',
    'It has been used already, is too old, or a newer one was sent. Ask for a new one.',
  ],
  'sign-up-closed': [404, 'Not offered', 'Accounts are made by an operator here.'],
  'requests-closed': [404, 'Not offered', 'Applications are registered by an operator here.'],
  'requests-waiting': [
    409,
    'Please wait',
    'As many of your requests are waiting as may. Ask again when one of them is decided.',
  ],
  'secret-gone': [
    410,
    'Shown already',
    'The secret of this application was shown before, or there is none. An operator can make another one.',
  ],
  'not-in-catalogue': [404, 'Not in the catalogue', 'This API is not listed, or not any more.'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string, detail: string]>>;

export type PortalProblemCode = keyof typeof PORTAL_PROBLEMS;

/** What the pages fill into a text. */
export type PortalProblemValues = Readonly<Record<string, string | number>>;

/** What a portal problem says beside its code, in English. */
export function describePortalProblem(
  code: PortalProblemCode,
  values: PortalProblemValues = {},
): { readonly status: number; readonly title: string; readonly detail: string } {
  const [status, title, detail] = PORTAL_PROBLEMS[code];
  const fill = (_: string, name: string): string => String(values[name] ?? '');
  return { status, title, detail: detail.replace(/\{\{(\w+)\}\}/g, fill) };
}

/** What makes a password easy to guess: the names that come beside `password-too-easy`, for words in each language. */
export const PASSWORD_REASONS = [
  'straightRow',
  'keyPattern',
  'simpleRepeat',
  'extendedRepeat',
  'sequences',
  'recentYears',
  'dates',
  'topTen',
  'topHundred',
  'common',
  'similarToCommon',
  'wordByItself',
  'namesByThemselves',
  'commonNames',
  'commonWords',
  'userInputs',
  'pwned',
] as const;

export type PasswordReason = (typeof PASSWORD_REASONS)[number];
