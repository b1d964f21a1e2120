import type { RegisteredApplication } from '@gatehouse/gateway-core';
import type { RegistrationKind } from '../schemas/registration.js';

/** What people are shown of an application when it asks them for something. */
export interface ApplicationPresentation {
  /** Who runs it; null: not said. */
  readonly publisher: string | null;
  /** Admins have seen that the publisher is who it says. */
  readonly isVerified: boolean;
  readonly homepageUrl: string | null;
  readonly privacyUrl: string | null;
  readonly termsUrl: string | null;
  /** SHA-256 of the logo in hex: a new logo has a new address. Null: none. */
  readonly logoHash: string | null;
}

/** An application as the snapshot has it. */
export interface KnownApplication extends RegisteredApplication, ApplicationPresentation {
  /** It says all of this itself, and how it could; null: an operator says it. */
  readonly registeredBy: RegistrationKind | null;
}
