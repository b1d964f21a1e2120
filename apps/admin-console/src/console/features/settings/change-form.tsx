import type { SettingDetail, SettingsDetail, SettingValue } from '@gatehouse/dto';
import { Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useEditing } from '../../../lib/use-editing';
import { nameSetting } from '../../../lib/setting-words';
import { changeSettings, reloadSettings } from './api';
import { SettingField } from './setting-field';
import classes from './settings.module.css';
import type { SettingFilter } from './use-filter';
import { GROUPS } from './words';

/** What is set here, by name; null: nothing. */
type Draft = Record<string, SettingValue | null>;

const listChangeable = ({ items }: SettingsDetail): readonly SettingDetail[] =>
  items.filter(({ isRunTime }) => isRunTime);

const toDraft = (settings: SettingsDetail): Draft =>
  Object.fromEntries(listChangeable(settings).map(({ name, stored }) => [name, stored]));

/** What is different, and may be. */
function toChanges(settings: SettingsDetail, draft: Draft): Draft {
  const changed = listChangeable(settings).filter(
    ({ name, stored, source }) => source !== 'environment' && (draft[name] ?? null) !== stored,
  );
  return Object.fromEntries(changed.map(({ name }) => [name, draft[name] ?? null]));
}

interface Properties {
  readonly settings: SettingsDetail;
  readonly filter: SettingFilter;
}

/** What an admin can change while Gatehouse runs. */
export function ChangeForm({ settings, filter }: Properties) {
  const { t } = useTranslation('settings');
  const { isAdmin } = useRole();
  const editing = useEditing({
    name: 'settings',
    record: settings,
    toValue: toDraft,
    reload: reloadSettings,
  });
  const changeable = listChangeable(settings);
  const shown = changeable.filter(filter.isShown);
  const groups = GROUPS.map(({ title, names }) => ({
    title,
    settings: shown.filter(({ name }) => (names as readonly string[]).includes(name)),
  })).filter((group) => group.settings.length > 0);
  // What was typed stays in reach, though the search is for something else.
  if (groups.length === 0 && !editing.isDirty) return null;
  return (
    <SubmitForm
      submitLabel={t('change.save')}
      isReadOnly={!isAdmin}
      isIncomplete={!editing.isDirty}
      notes={
        <EditNotes
          editing={editing}
          labels={Object.fromEntries(changeable.map((setting) => [setting.name, nameSetting(setting.name)]))}
        />
      }
      onSubmit={async () => {
        await editing.save((fresh, draft) => changeSettings(fresh.version, toChanges(fresh, draft)));
        notifications.show({ message: i18next.t('settings:change.saved') });
      }}
    >
      {(problem) => (
        <Section title={t('change.title')} hint={isAdmin ? t('change.hint') : t('change.readOnly')}>
          {groups.map((group) => (
            <div key={group.title} className={classes.group} role="group" aria-label={t(group.title)}>
              <Title order={3} size="h5">
                {t(group.title)}
              </Title>
              {group.settings.map((setting) => (
                <SettingField
                  key={`${editing.formKey} ${setting.name}`}
                  setting={setting}
                  value={editing.value[setting.name] ?? null}
                  problem={problem(`values.${setting.name}`)}
                  isReadOnly={!isAdmin}
                  onChange={(value) => editing.change({ [setting.name]: value })}
                />
              ))}
            </div>
          ))}
          {groups.length === 0 && <Text c="var(--quiet-text)">{t('change.hidden')}</Text>}
        </Section>
      )}
    </SubmitForm>
  );
}
