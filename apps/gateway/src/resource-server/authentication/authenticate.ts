import type { Passage } from '../passage.js';
import { authenticateByAccessToken } from './access-tokens.js';
import type { Admit } from './answers.js';

/** Finds out who calls a route that is not public, by what the request carries and the API accepts. Never throws. */
export function authenticate(passage: Passage, admit: Admit): void {
  authenticateByAccessToken(passage, admit);
}
