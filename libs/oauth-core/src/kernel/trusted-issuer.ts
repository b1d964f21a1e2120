import type { JsonWebKeySet } from './client-settings.js';

/** How the subject of an assertion names a user of ours. */
export const SUBJECT_MAPPINGS = ['username', 'verified-email', 'linked-subject'] as const;
export type SubjectMapping = (typeof SUBJECT_MAPPINGS)[number];

/** Somebody whose word on who a user is counts here: part of the snapshot, immutable. */
export interface TrustedIssuer {
  readonly id: string;
  /** Exactly the `iss` of its JWTs, or the Issuer of its SAML assertions. A URI: no client ID looks like one. */
  readonly issuer: string;
  readonly isEnabled: boolean;
  readonly jwks: JsonWebKeySet | null;
  readonly jwksUri: string | null;
  /** X.509 in PEM; what SAML assertions are verified with. */
  readonly certificates: readonly string[];
  /** The clients that may present its assertions; nobody else may. */
  readonly clientIds: ReadonlySet<string>;
  readonly subjectMapping: SubjectMapping;
  /** Its JWTs are identity assertion grants (ID-JAG), and no others count. */
  readonly takesIdJags: boolean;
  /** What an operator consents to in the users' place. */
  readonly allowedScopes: ReadonlySet<string>;
}
