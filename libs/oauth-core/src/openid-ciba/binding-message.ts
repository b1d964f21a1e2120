import { OAuthError } from '../kernel/oauth-error.js';

const MAX_CHARACTERS = 100;
// Control, format and unassigned characters, and breaks of lines: they could hide or reorder what is shown.
const NOT_PLAIN = /[\p{C}\p{Zl}\p{Zp}]/u;
const ADDRESS = /:\/\/|\bwww\./i;

/**
 * OpenID Connect CIBA §7.1 `binding_message`: a short plain text that the end user sees on both devices. It is shown on our
 * pages, so it must not look like anything but words: no addresses, no hidden characters.
 * @throws OAuthError invalid_binding_message
 */
export function checkBindingMessage(text: string | undefined): string | null {
  if (text === undefined) return null;
  const refuse = (description: string): OAuthError => new OAuthError('invalid_binding_message', description);
  if (text.length > MAX_CHARACTERS)
    throw refuse(`binding_message must have at most ${MAX_CHARACTERS} characters.`);
  if (NOT_PLAIN.test(text) || text.trim() === '')
    throw refuse('binding_message must be one line of plain text, without control or formatting characters.');
  if (ADDRESS.test(text)) throw refuse('binding_message must not have an address in it.');
  return text;
}
