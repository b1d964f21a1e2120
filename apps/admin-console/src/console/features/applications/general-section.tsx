import type { ApplicationDetail, UpdateApplication } from '@gatehouse/dto';
import { Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { formatDateTime } from '../../../lib/format';
import { useEditing } from '../../../lib/use-editing';
import { reloadApplication, updateApplication } from './api';
import type { ApplicationSectionProperties } from './section';

type General = Required<Pick<UpdateApplication, 'name' | 'description' | 'origins' | 'isFirstParty'>>;

const toLabels = (t: TFunction<'applications'>): Readonly<Record<keyof General, string>> => ({
  name: t('new.name'),
  description: t('new.about'),
  origins: t('general.origins'),
  isFirstParty: t('general.firstParty'),
});

const toGeneral = ({ name, description, origins, isFirstParty }: ApplicationDetail): General => ({
  name,
  description,
  origins: [...origins],
  isFirstParty,
});

interface FieldsProperties {
  readonly value: General;
  readonly onChange: (part: Partial<General>) => void;
  readonly problem: (field: string) => string | undefined;
}

function Fields({ value, onChange, problem }: FieldsProperties) {
  const { t } = useTranslation('applications');
  const labels = toLabels(t);
  const { isAdmin } = useRole();
  return (
    <Stack>
      <TextInput
        label={labels.name}
        value={value.name}
        maxLength={100}
        required
        error={problem('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={labels.description}
        value={value.description}
        maxLength={1000}
        autosize
        minRows={2}
        error={problem('description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <TagsInput
        label={labels.origins}
        description={t('general.originsHint')}
        value={value.origins}
        error={problem('origins')}
        onChange={(origins) => onChange({ origins })}
      />
      <Switch
        label={labels.isFirstParty}
        description={t('general.firstPartyHint')}
        checked={value.isFirstParty}
        disabled={!isAdmin && !value.isFirstParty}
        error={problem('isFirstParty')}
        onChange={(event) => onChange({ isFirstParty: event.currentTarget.checked })}
      />
    </Stack>
  );
}

/** What an application is called, where its pages come from, and whether it is the operator's own. */
export function GeneralSection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const editing = useEditing({
    name: `application ${application.id} general`,
    record: application,
    toValue: toGeneral,
    reload: () => reloadApplication(application.id),
  });
  async function save(): Promise<void> {
    await editing.save(({ version }, value) =>
      updateApplication(application.id, { version, ...value, name: value.name.trim() }),
    );
    notifications.show({ message: t('saved') });
  }
  return (
    <Section title={t('sections.general')}>
      <SubmitForm
        submitLabel={t('save')}
        onSubmit={save}
        isReadOnly={application.builtIn}
        isIncomplete={editing.value.name.trim() === ''}
        notes={<EditNotes editing={editing} labels={toLabels(t)} />}
      >
        {(problem) => (
          <>
            <Fields value={editing.value} onChange={editing.change} problem={problem} />
            <Text size="sm" c="var(--quiet-text)">
              <Trans
                t={t}
                i18nKey="general.registered"
                values={{ who: application.createdBy, date: formatDateTime(application.createdAt) }}
                components={{
                  id: (
                    <Text span ff="monospace" size="xs">
                      {application.id}
                    </Text>
                  ),
                }}
              />
            </Text>
          </>
        )}
      </SubmitForm>
    </Section>
  );
}
