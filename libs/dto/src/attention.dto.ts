/** What an entry is about: where the remedy is. */
export interface AttentionTarget {
  readonly page:
    | 'api'
    | 'application'
    | 'errors'
    | 'messages'
    | 'nodes'
    | 'scopes'
    | 'tls-guide'
    | 'traffic'
    | 'trusted-issuer'
    | 'webhook';
  /** Of the API, application … */
  readonly id: string | null;
}

export const ATTENTION_KINDS = [
  'node',
  'server-error',
  'failing-api',
  'target',
  'certificate',
  'secret',
  'api-key',
  'message',
  'webhook',
  'unused-client',
  'unused-scope',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/**
 * What can be said of something, and what each sentence names. Moments end in "At" and are ISO 8601; `count` is what
 * the sentence counts. Clients that speak other languages make their own sentence of it.
 */
export const ATTENTION_VALUES = {
  'node-deaf': ['node'],
  'node-silent': ['node', 'heardAt'],
  'server-errors': ['count'],
  'api-answers': ['api', 'failed', 'count', 'status'],
  'api-unreachable': ['api', 'failed', 'count'],
  'api-fails': ['api', 'failed', 'count', 'status', 'check'],
  'target-unhealthy': ['api', 'url', 'count'],
  'target-failing': ['api', 'url', 'count'],
  'gateway-certificate-expires': ['subject', 'expiresAt'],
  'gateway-certificate-expired': ['subject', 'expiresAt'],
  'issuer-certificate-expires': ['subject', 'expiresAt'],
  'issuer-certificate-expired': ['subject', 'expiresAt'],
  'upstream-certificate-expires': ['api', 'subject', 'expiresAt'],
  'upstream-certificate-expired': ['api', 'subject', 'expiresAt'],
  'client-certificate-expires': ['application', 'client', 'subject', 'expiresAt'],
  'client-certificate-expired': ['application', 'client', 'subject', 'expiresAt'],
  'trusted-certificate-expires': ['issuer', 'subject', 'expiresAt'],
  'trusted-certificate-expired': ['issuer', 'subject', 'expiresAt'],
  'old-secret-ends': ['application', 'client', 'expiresAt'],
  'only-secret-ends': ['application', 'client', 'expiresAt'],
  'api-key-expires': ['application', 'apiKey', 'expiresAt'],
  'messages-refused': ['count', 'error'],
  'webhook-given-up': ['webhook', 'error'],
  'client-unused': ['application', 'client', 'count'],
  'scope-unused': ['scope'],
} as const;
export type AttentionCode = keyof typeof ATTENTION_VALUES;
export type AttentionValues<Code extends AttentionCode = AttentionCode> = Readonly<
  Record<(typeof ATTENTION_VALUES)[Code][number], string | number>
>;

/** Something that an operator should look at. */
export interface AttentionItem {
  /** Stays the same as long as the matter does: what is dismissed stays so. */
  readonly key: string;
  readonly kind: AttentionKind;
  /** `now`: something does not work. `soon`: it will not. `tidy`: it works, and is not needed. */
  readonly urgency: 'now' | 'soon' | 'tidy';
  /** Which sentence it is, in every language. */
  readonly code: AttentionCode;
  /** What the sentence names, by the code. */
  readonly values: Readonly<Record<string, string | number>>;
  /** In English. */
  readonly title: string;
  /** One sentence, in English. */
  readonly detail: string;
  readonly target: AttentionTarget;
  /** Until when it is to be settled; null: there is no such moment. */
  readonly dueAt: string | null;
  /** By whoever asks. */
  readonly isDismissed: boolean;
}

export interface AttentionList {
  /** The most urgent first; of one kind, not more than so many. */
  readonly items: readonly AttentionItem[];
  /** How many there are of each kind of which not all are told. */
  readonly cut: Readonly<Partial<Record<AttentionKind, number>>>;
  /** How many days before its end something is told of. */
  readonly expiryWarningDays: number;
}

/** Keys of what the operator who asks does not want to see again. */
export interface DismissalList {
  readonly items: readonly string[];
}

/** A target of an API as one node sees it. */
export interface TargetHealth {
  readonly url: string;
  /** ID and name. */
  readonly node: { readonly id: string; readonly name: string };
  /** `unhealthy`: its health check fails. `circuit-open`: too many calls failed in a row. Neither is called. */
  readonly state: 'available' | 'unhealthy' | 'circuit-open';
  readonly since: string;
  /** Calls that failed, one after the other. */
  readonly failures: number;
  /** Whether a health check asks it. */
  readonly isChecked: boolean;
}

export interface TargetHealthList {
  readonly items: readonly TargetHealth[];
}
