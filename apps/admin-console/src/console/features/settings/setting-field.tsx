import type { SettingDetail, SettingValue } from '@gatehouse/dto';
import { Anchor, NumberInput, Select, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameSetting } from '../../../lib/setting-words';
import { SourceBadge } from './source-badge';
import classes from './settings.module.css';
import { explainSetting, nameChoice, nameUnit, sayValue, sayWithUnit } from './words';

interface Properties {
  readonly setting: SettingDetail;
  /** Null: the default. */
  readonly value: SettingValue | null;
  readonly problem: string | undefined;
  readonly isReadOnly: boolean;
  readonly onChange: (value: SettingValue | null) => void;
}

function Input({ setting, value, problem, isReadOnly, onChange }: Properties) {
  const { t } = useTranslation('settings');
  const isDisabled = isReadOnly || setting.source === 'environment';
  const shown = setting.source === 'environment' ? setting.value : (value ?? setting.default);
  const common = {
    label: nameSetting(setting.name),
    description: explainSetting(t, setting),
    error: problem,
    disabled: isDisabled,
  };
  if (setting.kind === 'boolean')
    return (
      <Switch
        {...common}
        checked={shown === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (setting.choices !== null)
    return (
      <Select
        {...common}
        data={setting.choices.map((choice) => ({ value: choice, label: nameChoice(t, choice) }))}
        value={String(shown)}
        allowDeselect={false}
        classNames={{ wrapper: classes.choice ?? '' }}
        onChange={onChange}
      />
    );
  return (
    <NumberInput
      {...common}
      value={typeof shown === 'number' ? shown : ''}
      {...(setting.minimum !== null && { min: setting.minimum })}
      {...(setting.maximum !== null && { max: setting.maximum })}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      hideControls
      rightSection={
        <Text size="sm" c="var(--quiet-text)" pe="sm" component="span">
          {nameUnit(t, setting)}
        </Text>
      }
      rightSectionWidth={100}
      rightSectionProps={{ className: classes.unit ?? '' }}
      classNames={{ wrapper: classes.number ?? '' }}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}

/** One setting that can be changed here: with what it means, where it comes from, and the way back to the default. */
export function SettingField(properties: Properties) {
  const { setting, value, isReadOnly, onChange } = properties;
  const { t } = useTranslation('settings');
  const isFixed = setting.source === 'environment';
  const inForce = isFixed ? setting.value : (value ?? setting.default);
  // Days are said as they are typed, and the explanation says what 0 is.
  const isPlain = inForce === null || inForce === 0 || setting.unit === 'days';
  const said = isPlain ? undefined : sayWithUnit(setting, inForce);
  const standard = setting.default === null ? '' : sayValue(t, setting, setting.default);
  return (
    <div className={classes.field}>
      <Input {...properties} />
      <div className={classes.notes}>
        <SourceBadge source={isFixed ? 'environment' : value === null ? 'default' : 'database'} />
        {said !== undefined && <span>{said}</span>}
        {isFixed ? (
          <span>{t('field.fixed', { name: setting.name })}</span>
        ) : value === null ? null : (
          <>
            <span>{t('field.default', { value: standard })}</span>
            {!isReadOnly && (
              <Anchor component="button" type="button" size="sm" onClick={() => onChange(null)}>
                {t('field.reset', { setting: nameSetting(setting.name) })}
              </Anchor>
            )}
          </>
        )}
      </div>
    </div>
  );
}
