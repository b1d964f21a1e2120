import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** OpenID Connect Core §3.1.2.1 `prompt`, and Initiating User Registration §4 `create`. */
export const PROMPTS = ['none', 'login', 'consent', 'select_account', 'create'] as const;
export type Prompt = (typeof PROMPTS)[number];

const isPrompt = (text: string): text is Prompt => (PROMPTS as readonly string[]).includes(text);

/**
 * OpenID Connect Core §3.1.2.1: what the end user must be asked, whatever they answered before.
 * @throws OAuthError invalid_request
 */
export function checkPrompt(parameters: Form): readonly Prompt[] {
  const prompts = (parameters.get('prompt') ?? '').split(' ').filter((text) => text !== '');
  const known = prompts.filter(isPrompt);
  if (known.length < prompts.length)
    throw new OAuthError('invalid_request', `prompt must be among: ${PROMPTS.join(', ')}.`);
  // "If this parameter contains none with any other value, an error is returned."
  if (known.includes('none') && known.length > 1)
    throw new OAuthError('invalid_request', 'prompt=none stands alone: nothing may be shown.');
  return known;
}

const LARGEST = 2_147_483_647;

/**
 * OpenID Connect Core §3.1.2.1 `max_age`: how old a sign-in may be; seconds.
 * @throws OAuthError invalid_request
 */
export function checkMaxAge(parameters: Form, fallback: number | null): number | null {
  const given = parameters.get('max_age');
  if (given === undefined) return fallback;
  const seconds = /^\d{1,10}$/.test(given) ? Number(given) : Infinity;
  if (seconds > LARGEST)
    throw new OAuthError('invalid_request', 'max_age must be a whole number of seconds, 0 or more.');
  return seconds;
}
