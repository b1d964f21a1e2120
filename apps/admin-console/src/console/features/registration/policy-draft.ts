import type { RegistrationPolicyDetail, RegistrationPolicyInput } from '@gatehouse/dto';

/** Terms as they are typed. */
export interface PolicyDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly allowedScopes: readonly string[];
  readonly registersAgents: boolean;
  readonly requiresStatement: boolean;
  /** One in each line. */
  readonly statementIssuers: string;
  /** One in each line; empty: all. */
  readonly hosts: string;
  readonly unusedDays: number;
  readonly maxPerHour: number;
  /** Empty: any number. */
  readonly maxRegistrations: number | '';
  readonly organizationId: string | null;
  /** A day, as a date input has it; empty: no end. */
  readonly expiresOn: string;
}

export const NEW_POLICY: PolicyDraft = {
  name: '',
  enabled: true,
  allowedScopes: [],
  registersAgents: false,
  requiresStatement: false,
  statementIssuers: '',
  hosts: '',
  unusedDays: 30,
  maxPerHour: 60,
  maxRegistrations: '',
  organizationId: null,
  expiresOn: '',
};

const pad = (part: number): string => String(part).padStart(2, '0');

/** The day on which a moment is here. */
function toDay(iso: string): string {
  const moment = new Date(iso);
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}

export const toDraft = (policy: RegistrationPolicyDetail): PolicyDraft => ({
  name: policy.name,
  enabled: policy.enabled,
  allowedScopes: policy.allowedScopes,
  registersAgents: policy.registersAgents,
  requiresStatement: policy.requiresStatement,
  statementIssuers: policy.statementIssuers.join('\n'),
  hosts: policy.hosts.join('\n'),
  unusedDays: policy.unusedDays,
  maxPerHour: policy.maxPerHour,
  maxRegistrations: policy.maxRegistrations ?? '',
  organizationId: policy.organizationId,
  expiresOn: policy.expiresAt === null ? '' : toDay(policy.expiresAt),
});

const toLines = (text: string): string[] => text.split(/\s+/).filter((line) => line !== '');

/** What is saved. The day that is named is the last one. */
export const toInput = ({
  expiresOn,
  statementIssuers,
  hosts,
  maxRegistrations,
  allowedScopes,
  ...draft
}: PolicyDraft): RegistrationPolicyInput => ({
  ...draft,
  allowedScopes: [...allowedScopes],
  statementIssuers: toLines(statementIssuers),
  hosts: toLines(hosts),
  maxRegistrations: maxRegistrations === '' ? null : maxRegistrations,
  expiresAt: expiresOn === '' ? null : new Date(`${expiresOn}T23:59:59`).toISOString(),
});
