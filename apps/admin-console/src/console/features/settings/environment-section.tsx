import type { SettingDetail } from '@gatehouse/dto';
import { Code, Text, Title } from '@mantine/core';
import { IconChevronRight, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EffectsNote } from '../../../components/ui/effects';
import { Section } from '../../../components/ui/page';
import { formatNumber } from '../../../lib/format';
import { SourceBadge } from './source-badge';
import classes from './settings.module.css';
import { sayWithUnit } from './words';

function Value({ setting }: { readonly setting: SettingDetail }) {
  const { t } = useTranslation('settings');
  const { value, isSecret, isSet } = setting;
  if (isSecret)
    return (
      <span className={classes.secret}>
        <IconLock size={14} aria-hidden /> {isSet ? t('value.secret') : t('value.none')}
      </span>
    );
  if (!isSet || value === null) return <span className={classes.quiet}>{t('value.none')}</span>;
  const said = sayWithUnit(setting, value);
  return (
    <>
      <Code className={classes.code ?? ''}>{String(value)}</Code>
      {said !== undefined && said !== String(value) && <span className={classes.quiet}>{said}</span>}
    </>
  );
}

/** Takes the outside directory away when it is emptied, at the next start: no page could ask first. */
const DIRECTORY = 'GATEHOUSE_LDAP_URL';

/** A variable, what it does, and what it is. */
function Variable({ setting }: { readonly setting: SettingDetail }) {
  const { t } = useTranslation('settings');
  const { name, description, source, isSecret } = setting;
  const standard = isSecret || setting.default === '' ? null : setting.default;
  return (
    <li className={classes.variable}>
      <div>
        <Text span fw={600} className={classes.code ?? ''} ff="monospace" size="sm">
          {name}
        </Text>
        {/* The server's own words, as in the file of settings. */}
        <Text size="sm" c="var(--quiet-text)" lang="en">
          {description}
        </Text>
        {name === DIRECTORY && setting.isSet && (
          <EffectsNote title={t('environment.withoutDirectory')} subject="directory" id="ldap" />
        )}
      </div>
      <div className={classes.value}>
        <div className={classes.inForce}>
          <Value setting={setting} />
        </div>
        <div className={classes.notes}>
          <SourceBadge source={source} />
          {source !== 'default' && standard !== null && (
            <span>{t('field.default', { value: String(standard) })}</span>
          )}
        </div>
      </div>
    </li>
  );
}

interface Properties {
  readonly settings: readonly SettingDetail[];
  /** Found rather than looked through: nothing is folded away. */
  readonly isOpen: boolean;
}

/** Those of one section, folded: what somebody looks for is found by the search, or by its section. */
function Variables({ section, settings, isOpen }: Properties & { readonly section: string }) {
  const { t } = useTranslation('settings');
  const given = settings.filter(({ source }) => source === 'environment').length;
  return (
    <details className={classes.fold} open={isOpen}>
      <summary>
        <IconChevronRight size={16} aria-hidden className={classes.chevron} />
        <Title order={3} size="h5" lang="en">
          {section}
        </Title>
        <span className={classes.quiet}>
          {given > 0 && t('environment.given', { count: given, number: formatNumber(given) })}
        </span>
      </summary>
      <ul className={classes.variables}>
        {settings.map((setting) => (
          <Variable key={setting.name} setting={setting} />
        ))}
      </ul>
    </details>
  );
}

/** What is read from the environment, at the start. */
export function EnvironmentSection({ settings, isOpen }: Properties) {
  const { t } = useTranslation('settings');
  if (settings.length === 0) return null;
  const sections = [...new Set(settings.map(({ section }) => section))];
  return (
    <Section title={t('environment.title')} hint={t('environment.hint')}>
      {sections.map((section) => (
        <Variables
          key={`${section} ${String(isOpen)}`}
          section={section}
          settings={settings.filter((setting) => setting.section === section)}
          isOpen={isOpen}
        />
      ))}
    </Section>
  );
}
