import type { ScopeDefinition } from './scope.js';

/** The pages have their words in other languages. */
const SAME = { texts: {}, sensitivity: 'normal' } as const;

/** Scopes of OpenID Connect, in words for the consent page (OpenID Connect Core §3.1.2.1, §5.4, §11). */
export const OPENID_SCOPES: readonly ScopeDefinition[] = [
  {
    name: 'openid',
    title: 'Know who you are',
    description: 'An identifier that is yours, so that you can sign in.',
    icon: 'id',
    ...SAME,
  },
  {
    name: 'profile',
    title: 'See your profile',
    description: 'Your name, picture, language and the like.',
    icon: 'user',
    ...SAME,
  },
  {
    name: 'email',
    title: 'See your e-mail address',
    description: 'Your address, and whether you have confirmed it.',
    icon: 'mail',
    ...SAME,
  },
  { name: 'address', title: 'See your postal address', description: '', icon: 'address', ...SAME },
  { name: 'phone', title: 'See your telephone number', description: '', icon: 'phone', ...SAME },
  {
    name: 'offline_access',
    title: 'Keep access while you are away',
    description: 'It goes on after you have signed out, until you withdraw it.',
    icon: 'clock',
    ...SAME,
  },
];

const NAMES: ReadonlySet<string> = new Set(OPENID_SCOPES.map(({ name }) => name));

/** Whether a scope is one of OpenID Connect's. */
export const isOpenIdScope = (name: string): boolean => NAMES.has(name);
