import type { PresentedApplication } from './application-facts.dto.js';
import type { SaidDetail } from './details-type.dto.js';
import type { SaidScope } from './scope.dto.js';

/** An application that waits elsewhere for the answer of whoever is signed in (OpenID Connect CIBA §8). */
export interface WaitingRequest extends PresentedApplication {
  readonly id: string;
  readonly name: string;
  /** What the application shows where it waits. */
  readonly bindingMessage: string | null;
  readonly scopes: readonly SaidScope[];
  /** What it asks for in detail (RFC 9396); absent: nothing. */
  readonly details?: readonly SaidDetail[];
  readonly requestedAt: string;
  readonly expiresAt: string;
}

/** An application that may not ask any more. */
export interface BlockedApplication extends PresentedApplication {
  /** Of the application. */
  readonly id: string;
  readonly name: string;
  readonly blockedAt: string;
}

/** The page of what waits. */
export interface WaitingRequests {
  readonly csrfToken: string;
  readonly user: { readonly displayName: string; readonly username: string };
  readonly waiting: readonly WaitingRequest[];
  readonly blocked: readonly BlockedApplication[];
}
