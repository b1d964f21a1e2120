import type { AuthorizationAnswer } from '@gatehouse/oauth-core';
import type { Sealing } from '../../platform/sealing.js';

/** An answer that the browser will send to the client as a form (Form Post Response Mode §2). */
export type FormAnswer = Extract<AuthorizationAnswer, { readonly kind: 'form' }>;

const context = (interactionId: string): string => `form-answer:${interactionId}`;

/** An answer carries a code or tokens: between two requests of the browser it waits sealed. Base64. */
export const sealAnswer = (sealing: Sealing, interactionId: string, answer: FormAnswer): string =>
  sealing.seal(Buffer.from(JSON.stringify(answer)), context(interactionId)).toString('base64');

export const openAnswer = (sealing: Sealing, interactionId: string, sealed: string): FormAnswer =>
  JSON.parse(sealing.open(Buffer.from(sealed, 'base64'), context(interactionId)).toString()) as FormAnswer;
