import type { WebhookDetail, WebhookInput } from '@gatehouse/dto';
import { EVENT_TYPE_NAMES, type EventType } from '@gatehouse/dto/event-types';
import { Checkbox, Code, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { OrganizationSelect } from '../../../components/ui/organization-select';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { toFormProblems } from '../../../lib/form-problems';
import { useEditing } from '../../../lib/use-editing';
import { reloadWebhook } from './api';
import classes from './webhooks.module.css';
import { describeEventType } from './words';

/** A webhook as it is typed. */
interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly isAll: boolean;
  readonly types: readonly EventType[];
  readonly organizationId: string | null;
}

const NEW: WebhookDraft = {
  name: '',
  url: '',
  enabled: true,
  isAll: true,
  types: [],
  organizationId: null,
};

const toDraft = ({ name, url, enabled, types, organizationId }: WebhookDetail): WebhookDraft => ({
  name,
  url,
  enabled,
  isAll: types.length === 0,
  types,
  organizationId,
});

const toInput = ({ isAll, types, ...draft }: WebhookDraft): WebhookInput => ({
  ...draft,
  types: isAll ? [] : [...types],
});

interface PartProperties {
  readonly draft: WebhookDraft;
  readonly onChange: (part: Partial<WebhookDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function WhereSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('webhooks');
  return (
    <Section title={t('where.title')} hint={t('where.hint')}>
      <Stack>
        <TextInput
          label={t('fields.name')}
          required
          maxLength={100}
          value={draft.name}
          error={problem('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          type="url"
          label={t('fields.url')}
          description={t('where.urlHint')}
          required
          spellCheck={false}
          value={draft.url}
          error={problem('url')}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
        <Switch
          label={t('fields.enabled')}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}

function WhatSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('webhooks');
  return (
    <Section title={t('what.title')} hint={t('what.hint')}>
      <Stack>
        <Radio.Group
          label={t('fields.types')}
          error={problem('types')}
          value={draft.isAll ? 'all' : 'some'}
          onChange={(value) => onChange({ isAll: value === 'all' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="all" label={t('what.all')} />
            <Radio value="some" label={t('what.some')} />
          </Stack>
        </Radio.Group>
        {!draft.isAll && (
          <Checkbox.Group
            aria-label={t('what.some')}
            value={[...draft.types]}
            onChange={(types) => onChange({ types })}
          >
            <div className={classes.types}>
              {EVENT_TYPE_NAMES.map((type) => (
                <Checkbox
                  key={type}
                  value={type}
                  label={describeEventType(type)}
                  description={<Code>{type}</Code>}
                />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <OrganizationSelect
          value={draft.organizationId}
          problem={problem('organizationId')}
          hint={t('what.organizationHint')}
          onChange={(organizationId) => onChange({ organizationId })}
        />
      </Stack>
    </Section>
  );
}

interface FormProperties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: WebhookDetail;
  readonly onSubmit: (input: WebhookInput, stored: WebhookDetail | undefined) => Promise<void>;
}

/** Where events are sent to, and which. */
export function WebhookForm({ stored, onSubmit }: FormProperties) {
  const { t } = useTranslation('webhooks');
  const labels: Readonly<Record<keyof WebhookDraft, string>> = {
    name: t('fields.name'),
    url: t('fields.url'),
    enabled: t('fields.enabled'),
    isAll: t('what.all'),
    types: t('fields.types'),
    organizationId: t('fields.organizationId'),
  };
  const editing = useEditing<WebhookDetail | undefined, WebhookDraft>({
    name: `webhook ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (webhook) => (webhook === undefined ? NEW : toDraft(webhook)),
    reload: async () => stored && (await reloadWebhook(stored.id)),
  });
  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      // None would be all.
      isIncomplete={!editing.value.isAll && editing.value.types.length === 0}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
      explain={toFormProblems}
    >
      {(problem) => {
        const part: PartProperties = { draft: editing.value, problem, onChange: editing.change };
        return (
          <Fragment key={editing.formKey}>
            <WhereSection {...part} />
            <WhatSection {...part} />
          </Fragment>
        );
      }}
    </SubmitForm>
  );
}
