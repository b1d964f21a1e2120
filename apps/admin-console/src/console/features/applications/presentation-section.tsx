import type { ApplicationDetail, UpdateApplication } from '@gatehouse/dto';
import { Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LogoInput } from '../../../components/ui/logo-input';
import { Section } from '../../../components/ui/page';
import { ForOperators, useRole } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { useEditing } from '../../../lib/use-editing';
import { deleteLogo, reloadApplication, replaceLogo, updateApplication } from './api';
import { ApplicationAvatar } from './application-avatar';
import classes from './applications.module.css';
import type { ApplicationSectionProperties } from './section';

/** Texts, in the order of the form, and what each looks like. */
const FIELDS = [
  ['publisher', ''],
  ['homepageUrl', 'https://'],
  ['privacyUrl', 'https://'],
  ['termsUrl', 'https://'],
  ['contactEmail', ''],
  ['contactPhone', '+44 20 7946 0018'],
] as const;

type Draft = Pick<ApplicationDetail, (typeof FIELDS)[number][0] | 'isVerified'>;

/** The logo, saved as soon as it is chosen. */
export function LogoSection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function change(logo: string | null): Promise<void> {
    setBusy(true);
    setProblems(undefined);
    try {
      if (logo === null) await deleteLogo(application.id);
      else await replaceLogo(application.id, application.version, logo);
      notifications.show({ message: t(logo === null ? 'presentation.logoGone' : 'presentation.logoSaved') });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <LogoInput
      hasLogo={application.logoUrl !== null}
      hint={t('presentation.logoHint')}
      preview={<ApplicationAvatar application={application} size={64} />}
      problem={problems?.fields['logo'] ?? problems?.summary}
      isBusy={isBusy}
      onChange={(logo) => void change(logo)}
    />
  );
}

const toLabels = (t: TFunction<'applications'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...FIELDS.map(([field]) => field), 'isVerified' as const].map((field) => [
      field,
      t(`presentation.${field}`),
    ]),
  );

const toDraft = ({ isVerified, ...application }: ApplicationDetail): Draft => ({
  ...(Object.fromEntries(FIELDS.map(([field]) => [field, application[field]])) as Omit<Draft, 'isVerified'>),
  isVerified,
});

function FactsForm({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const { isAdmin } = useRole();
  const editing = useEditing({
    name: `application ${application.id} presentation`,
    record: application,
    toValue: toDraft,
    reload: () => reloadApplication(application.id),
  });
  const { value: draft, change } = editing;

  async function save(): Promise<void> {
    await editing.save(({ version }, value) => {
      const texts = FIELDS.map(([field]) => [field, value[field]?.trim() ? value[field].trim() : null]);
      return updateApplication(application.id, {
        version,
        ...(Object.fromEntries(texts) as Partial<UpdateApplication>),
        isVerified: value.isVerified,
      });
    });
    notifications.show({ message: t('saved') });
  }

  return (
    <SubmitForm
      submitLabel={t('save')}
      onSubmit={save}
      notes={<EditNotes editing={editing} labels={toLabels(t)} />}
    >
      {(problem) => (
        <Stack>
          <div className={classes.facts}>
            {FIELDS.map(([field, placeholder]) => (
              <TextInput
                key={field}
                label={t(`presentation.${field}`)}
                description={t(`presentation.${field}Hint`)}
                placeholder={placeholder}
                value={draft[field] ?? ''}
                error={problem(field)}
                onChange={(event) => change({ [field]: event.currentTarget.value })}
                autoComplete="off"
              />
            ))}
          </div>
          <Switch
            label={t('presentation.isVerified')}
            description={t('presentation.isVerifiedHint')}
            checked={draft.isVerified}
            disabled={!isAdmin && !draft.isVerified}
            onChange={(event) => change({ isVerified: event.currentTarget.checked })}
          />
        </Stack>
      )}
    </SubmitForm>
  );
}

/** What users see of an application where it asks them for something, and whom operators can reach. */
export function PresentationSection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  return (
    <Section title={t('sections.presentation')} hint={t('presentation.hint')}>
      <Stack gap="lg">
        <ForOperators>
          <LogoSection application={application} />
        </ForOperators>
        <FactsForm application={application} />
      </Stack>
    </Section>
  );
}
