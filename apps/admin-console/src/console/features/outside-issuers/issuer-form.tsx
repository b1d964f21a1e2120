import type { OutsideIssuerCheck, OutsideIssuerDetail, OutsideIssuerInput } from '@gatehouse/dto';
import { Alert, Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { EditNotes } from '../../../components/ui/edit-notes';
import { SwitchedOffNote } from '../../../components/ui/effects';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { useEditing } from '../../../lib/use-editing';
import { checkOutsideIssuer, reloadOutsideIssuer } from './api';
import { type IssuerDraft, NEW_ISSUER, toDraft, toInput } from './issuer-draft';
import { JudgementSection } from './judgement-section';
import { AudienceSection, ClientsSection, ScopesSection } from './meaning-sections';
import type { PartProperties } from './part';
import { useLabels } from './use-labels';

function explain(error: unknown): FormProblems {
  if (!(error instanceof SyntaxError)) return toFormProblems(error);
  return {
    fields: { jwks: i18next.t('outside-issuers:form.notJson') },
    summary: i18next.t('outside-issuers:form.summary'),
  };
}

function describe({ keys: found, introspectionEndpoint }: OutsideIssuerCheck): string {
  const keys = found.join(', ');
  if (introspectionEndpoint === null)
    return keys === ''
      ? i18next.t('outside-issuers:check.noKey')
      : i18next.t('outside-issuers:check.keys', { keys });
  return keys === ''
    ? i18next.t('outside-issuers:check.noKeyAsked')
    : i18next.t('outside-issuers:check.keysAsked', { keys });
}

const EXAMPLE_ISSUER = 'https://idp.example';

function CheckResult({ check }: { readonly check: OutsideIssuerCheck }) {
  const { t } = useTranslation('outside-issuers');
  if (check.problem !== null) {
    return (
      <Alert color="red" variant="light" title={t('check.unusable')} role="alert">
        {check.problem}
      </Alert>
    );
  }
  return (
    <Alert color="gate" variant="light" title={t('check.answers')} role="status">
      {describe(check)}
    </Alert>
  );
}

function WhoSection({ draft, onChange, problem, stored }: PartProperties & Pick<FormProperties, 'stored'>) {
  const { t } = useTranslation('outside-issuers');
  const [check, setCheck] = useState<OutsideIssuerCheck>();
  const [isBusy, setBusy] = useState(false);

  async function tryIt(): Promise<void> {
    setBusy(true);
    const { issuer, keySource, jwksUri } = draft;
    try {
      setCheck(
        await checkOutsideIssuer({
          issuer,
          jwksUri: keySource === 'address' && jwksUri !== '' ? jwksUri : null,
        }),
      );
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      const reason = fields['issuer'] ?? fields['jwksUri'] ?? summary;
      setCheck({ hasMetadata: false, jwksUri: null, introspectionEndpoint: null, keys: [], problem: reason });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title={t('who.title')}>
      <Stack>
        <TextInput
          label={t('list.name')}
          description={t('who.nameHint')}
          required
          maxLength={100}
          value={draft.name}
          error={problem('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('list.issuer')}
            description={t('who.issuerHint')}
            placeholder={EXAMPLE_ISSUER}
            required
            value={draft.issuer}
            error={problem('issuer')}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setCheck(undefined);
              onChange({ issuer: event.currentTarget.value.trim() });
            }}
          />
          <Button
            variant="default"
            loading={isBusy}
            disabled={draft.issuer === ''}
            onClick={() => void tryIt()}
          >
            {t('who.try')}
          </Button>
        </Group>
        {check !== undefined && <CheckResult check={check} />}
        <Switch
          label={t('list.inUse')}
          description={t('who.inUseHint')}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <SwitchedOffNote subject="outside-issuer" stored={stored} isOn={draft.enabled} />
      </Stack>
    </Section>
  );
}

interface FormProperties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: OutsideIssuerDetail;
  readonly onSubmit: (input: OutsideIssuerInput, stored: OutsideIssuerDetail | undefined) => Promise<void>;
}

/** Everything about an outside issuer. */
export function IssuerForm({ stored, onSubmit }: FormProperties) {
  const { t } = useTranslation('outside-issuers');
  const labels = useLabels();
  const editing = useEditing<OutsideIssuerDetail | undefined, IssuerDraft>({
    name: `outside issuer ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (issuer) => (issuer === undefined ? NEW_ISSUER : toDraft(issuer)),
    reload: async () => stored && (await reloadOutsideIssuer(stored.id)),
    // Whoever pastes a key set may have pasted the private one.
    unkept: ['clientSecret', 'jwks'],
  });
  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
      explain={explain}
    >
      {(problem) => {
        const part: PartProperties = { draft: editing.value, problem, onChange: editing.change };
        return (
          <LinkedSections
            key={editing.formKey}
            sections={[
              {
                id: 'who',
                title: t('who.title'),
                content: <WhoSection {...part} {...(stored && { stored })} />,
              },
              {
                id: 'judgement',
                title: t('judgement.link'),
                content: <JudgementSection {...part} hasSecret={stored?.hasClientSecret ?? false} />,
              },
              { id: 'audience', title: t('audience.label'), content: <AudienceSection {...part} /> },
              { id: 'clients', title: t('clients.title'), content: <ClientsSection {...part} /> },
              { id: 'scopes', title: t('scopes.title'), content: <ScopesSection {...part} /> },
            ]}
          />
        );
      }}
    </SubmitForm>
  );
}
