/** What an entry is about: where the remedy is. */
export interface AttentionTarget {
  readonly page:
    'api' | 'application' | 'messages' | 'nodes' | 'scopes' | 'tls-guide' | 'traffic' | 'trusted-issuer';
  /** Of the API, application … */
  readonly id: string | null;
}

export const ATTENTION_KINDS = [
  'node',
  'failing-api',
  'target',
  'certificate',
  'secret',
  'api-key',
  'message',
  'unused-client',
  'unused-scope',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Something that an operator should look at. */
export interface AttentionItem {
  /** Stays the same as long as the matter does: what is dismissed stays so. */
  readonly key: string;
  readonly kind: AttentionKind;
  /** `now`: something does not work. `soon`: it will not. `tidy`: it works, and is not needed. */
  readonly urgency: 'now' | 'soon' | 'tidy';
  readonly title: string;
  /** One sentence. */
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
