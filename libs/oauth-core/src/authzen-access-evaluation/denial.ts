/** Why something is denied. A user who is disabled is none to whoever asks; a client neither. */
export const DENIAL_CODES = [
  'resource_unknown',
  'action_unknown',
  'subject_unknown',
  'client_unknown',
  'application_not_listed',
  'credential_not_accepted',
  'grant_not_allowed',
  'scope_not_allowed',
  'no_authorization',
  'scope_not_granted',
  'sign_in_insufficient',
] as const;
export type DenialCode = (typeof DENIAL_CODES)[number];

export interface Denial {
  readonly code: DenialCode;
  /** For whoever runs what asks: what to look at next. */
  readonly detail: string;
}

const IN_GENERAL = 'You may not do this.';

/** What the person may be told, where it helps them. */
const FOR_USERS: Partial<Record<DenialCode, string>> = {
  no_authorization: 'You have not allowed this application to do this.',
  scope_not_granted: 'You have not allowed this application to do this.',
  sign_in_insufficient: 'Sign in again to do this.',
};

/** AuthZEN Authorization API §6: a decision on the wire, with the reason of a denial. */
export const describeDecision = (denial: Denial | undefined): Readonly<Record<string, unknown>> =>
  denial === undefined
    ? { decision: true }
    : {
        decision: false,
        context: {
          id: denial.code,
          reason_admin: { en: denial.detail },
          reason_user: { en: FOR_USERS[denial.code] ?? IN_GENERAL },
        },
      };
