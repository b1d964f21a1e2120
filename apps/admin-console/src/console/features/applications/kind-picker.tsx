import type { ApplicationKind } from '@gatehouse/dto';
import { Group, Radio, Text, ThemeIcon } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeKind, KINDS } from './kinds';
import classes from './new-application.module.css';

interface Properties {
  readonly kind: ApplicationKind;
  readonly onChange: (kind: ApplicationKind) => void;
}

/** What kind of program it is: everything else follows from that. */
export function KindPicker({ kind, onChange }: Properties) {
  const { t } = useTranslation('applications');
  return (
    <Radio.Group
      label={t('kinds.label')}
      description={t('kinds.description')}
      value={kind}
      onChange={onChange}
    >
      <div className={classes.kinds}>
        {KINDS.map(({ kind: value, icon: Icon }) => (
          <Radio.Card key={value} value={value} p="md" className={classes.kind ?? ''}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <ThemeIcon variant="light" size={36} aria-hidden>
                <Icon size={20} />
              </ThemeIcon>
              <div>
                <Text fw={600}>{t(`kind.${value}.title`)}</Text>
                <Text size="sm" c="var(--quiet-text)">
                  {t(`kind.${value}.hint`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

/** What has been picked for a kind of program. */
export function SafeSettings({ kind }: { readonly kind: ApplicationKind }) {
  const { t } = useTranslation('applications');
  return (
    <div className={classes.settings}>
      <Text size="sm" fw={600}>
        {t('kinds.setUp')}
      </Text>
      <ul className={classes.list}>
        {describeKind(kind).settings.map((setting) => (
          <li key={setting}>
            <IconShieldCheck size={16} aria-hidden />
            <Text size="sm">{t(`safe.${setting}`)}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
