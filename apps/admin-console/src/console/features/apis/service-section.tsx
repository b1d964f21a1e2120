import { Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SwitchedOffNote } from '../../../components/ui/effects';
import { Section } from '../../../components/ui/page';
import { MaintenanceFields } from './maintenance-fields';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

/** What the API is, and where callers find it. */
export function ServiceSection(properties: SectionProperties) {
  const { t } = useTranslation('apis');
  const { value, problem, onChange } = properties;
  return (
    <Section title={t('service.title')}>
      <Stack>
        <div className={classes.route}>
          <TextInput
            label={t('service.name.label')}
            description={t('service.name.hint')}
            required
            maxLength={100}
            value={value.name}
            error={problem('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('service.basePath.label')}
            description={t('service.basePath.hint')}
            required
            value={value.basePath}
            error={problem('basePath')}
            spellCheck={false}
            onChange={(event) => onChange({ basePath: event.currentTarget.value.trim() })}
          />
        </div>
        <TagsInput
          label={t('service.hosts.label')}
          description={t('service.hosts.hint')}
          placeholder={(value.hosts ?? []).length === 0 ? t('service.hosts.type') : ''}
          value={value.hosts ?? []}
          error={problem('hosts')}
          onChange={(hosts) => onChange({ hosts })}
        />
        <TextInput
          label={t('service.audience.label')}
          description={t('service.audience.hint')}
          maxLength={500}
          value={value.audience ?? ''}
          error={problem('audience')}
          spellCheck={false}
          onChange={(event) => onChange({ audience: event.currentTarget.value.trim() })}
        />
        <Textarea
          label={t('service.description')}
          maxLength={2000}
          autosize
          minRows={2}
          value={value.description ?? ''}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
        <Switch
          label={t('service.published')}
          checked={value.enabled ?? true}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <SwitchedOffNote subject="api" stored={properties.stored} isOn={value.enabled ?? true} />
        <MaintenanceFields {...properties} />
        <Switch
          label={t('service.catalogue.label')}
          description={t('service.catalogue.hint')}
          checked={value.policies?.isListed ?? false}
          onChange={(event) =>
            onChange({ policies: { ...value.policies, isListed: event.currentTarget.checked } })
          }
        />
      </Stack>
    </Section>
  );
}
