import type { RegistrationKind, RegistrationPolicyDetail, RegistrationPolicyInput } from '@gatehouse/dto';
import { NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { OrganizationSelect } from '../../../components/ui/organization-select';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import { SubmitForm } from '../../../components/ui/submit-form';
import { toFormProblems } from '../../../lib/form-problems';
import { useEditing } from '../../../lib/use-editing';
import { reloadPolicy } from './api';
import { NEW_POLICY, type PolicyDraft, toDraft, toInput } from './policy-draft';

interface PartProperties {
  readonly draft: PolicyDraft;
  readonly onChange: (part: Partial<PolicyDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

const toNumber = (value: string | number, without: number): number =>
  typeof value === 'number' ? value : without;

interface KindProperties extends PartProperties {
  readonly kind: RegistrationKind;
}

function WhoSection({ draft, onChange, problem, kind }: KindProperties) {
  const { t } = useTranslation('registration');
  return (
    <Section title={t('who.title')} hint={t(`who.${kind}Hint`)}>
      <Stack>
        {kind === 'token' && (
          <TextInput
            label={t('fields.name')}
            description={t('who.nameHint')}
            required
            maxLength={100}
            value={draft.name}
            error={problem('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
        <Switch
          label={t('fields.enabled')}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        {kind === 'document' && (
          <Textarea
            label={t('fields.hosts')}
            description={t('who.hostsHint')}
            autosize
            minRows={2}
            spellCheck={false}
            value={draft.hosts}
            error={problem('hosts')}
            onChange={(event) => onChange({ hosts: event.currentTarget.value })}
          />
        )}
        {kind === 'token' && (
          <TextInput
            type="date"
            label={t('fields.expiresAt')}
            description={t('who.expiresHint')}
            value={draft.expiresOn}
            error={problem('expiresAt')}
            onChange={(event) => onChange({ expiresOn: event.currentTarget.value })}
          />
        )}
      </Stack>
    </Section>
  );
}

function RightsSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('registration');
  return (
    <Section title={t('rights.title')} hint={t('rights.hint')}>
      <Stack>
        <MultiPicker
          kind="consented-scopes"
          label={t('fields.allowedScopes')}
          description={t('rights.scopesHint')}
          value={draft.allowedScopes}
          error={problem('allowedScopes')}
          onChange={(allowedScopes) => onChange({ allowedScopes })}
        />
        <Switch
          label={t('fields.registersAgents')}
          description={t('rights.agentsHint')}
          checked={draft.registersAgents}
          onChange={(event) => onChange({ registersAgents: event.currentTarget.checked })}
        />
        <OrganizationSelect
          value={draft.organizationId}
          problem={problem('organizationId')}
          onChange={(organizationId) => onChange({ organizationId })}
        />
      </Stack>
    </Section>
  );
}

function BoundsSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('registration');
  return (
    <Section title={t('bounds.title')} hint={t('bounds.hint')}>
      <Stack>
        <NumberInput
          label={t('fields.maxPerHour')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={draft.maxPerHour}
          error={problem('maxPerHour')}
          onChange={(value) => onChange({ maxPerHour: toNumber(value, 1) })}
        />
        <NumberInput
          label={t('fields.maxRegistrations')}
          description={t('bounds.allHint')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={draft.maxRegistrations}
          error={problem('maxRegistrations')}
          onChange={(value) => onChange({ maxRegistrations: typeof value === 'number' ? value : '' })}
        />
        <NumberInput
          label={t('fields.unusedDays')}
          description={t('bounds.unusedHint')}
          min={0}
          max={3_650}
          allowDecimal={false}
          value={draft.unusedDays}
          error={problem('unusedDays')}
          onChange={(value) => onChange({ unusedDays: toNumber(value, 0) })}
        />
      </Stack>
    </Section>
  );
}

function StatementSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('registration');
  return (
    <Section title={t('statement.title')} hint={t('statement.hint')}>
      <Stack>
        <Switch
          label={t('fields.requiresStatement')}
          checked={draft.requiresStatement}
          onChange={(event) => onChange({ requiresStatement: event.currentTarget.checked })}
        />
        <Textarea
          label={t('fields.statementIssuers')}
          description={t('statement.issuersHint')}
          autosize
          minRows={2}
          spellCheck={false}
          value={draft.statementIssuers}
          error={problem('statementIssuers')}
          onChange={(event) => onChange({ statementIssuers: event.currentTarget.value })}
        />
      </Stack>
    </Section>
  );
}

function useLabels(): Readonly<Record<keyof PolicyDraft, string>> {
  const { t } = useTranslation('registration');
  return {
    name: t('fields.name'),
    enabled: t('fields.enabled'),
    allowedScopes: t('fields.allowedScopes'),
    registersAgents: t('fields.registersAgents'),
    requiresStatement: t('fields.requiresStatement'),
    statementIssuers: t('fields.statementIssuers'),
    hosts: t('fields.hosts'),
    unusedDays: t('fields.unusedDays'),
    maxPerHour: t('fields.maxPerHour'),
    maxRegistrations: t('fields.maxRegistrations'),
    organizationId: t('fields.organizationId'),
    expiresOn: t('fields.expiresAt'),
  };
}

interface FormProperties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: RegistrationPolicyDetail;
  readonly onSubmit: (
    input: RegistrationPolicyInput,
    stored: RegistrationPolicyDetail | undefined,
  ) => Promise<void>;
}

/** The terms on which clients register themselves. */
export function PolicyForm({ stored, onSubmit }: FormProperties) {
  const { t } = useTranslation('registration');
  const labels = useLabels();
  const kind = stored?.kind ?? 'token';
  const editing = useEditing<RegistrationPolicyDetail | undefined, PolicyDraft>({
    name: `registration policy ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (policy) => (policy === undefined ? NEW_POLICY : toDraft(policy)),
    reload: async () => stored && (await reloadPolicy(stored.id)),
  });
  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
      explain={toFormProblems}
    >
      {(problem) => {
        const part: PartProperties = { draft: editing.value, problem, onChange: editing.change };
        return (
          <Fragment key={editing.formKey}>
            <WhoSection {...part} kind={kind} />
            <RightsSection {...part} />
            <BoundsSection {...part} />
            {kind !== 'document' && <StatementSection {...part} />}
          </Fragment>
        );
      }}
    </SubmitForm>
  );
}
