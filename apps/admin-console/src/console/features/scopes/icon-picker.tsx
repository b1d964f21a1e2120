import type { ScopeDetail } from '@gatehouse/dto';
import { Input, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SCOPE_ICONS, ScopeIcon } from '../../../components/ui/scope-icon';
import classes from './scopes.module.css';

interface Properties {
  readonly value: ScopeDetail['icon'];
  readonly problem: string | undefined;
  readonly onChange: (icon: ScopeDetail['icon']) => void;
}

/** One of a few drawings, each with its name. */
export function IconPicker({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('scopes');
  const name = useId();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('form.icon')}</legend>
      <Input.Description>{t('form.iconHint')}</Input.Description>
      <div className={classes.icons}>
        {SCOPE_ICONS.map((icon) => (
          <label key={icon} className={classes.choice} title={t(`icons.${icon}`)}>
            <input
              type="radio"
              name={name}
              className={classes.radio}
              checked={icon === value}
              onChange={() => onChange(icon)}
            />
            <ScopeIcon icon={icon} />
            <VisuallyHidden>{t(`icons.${icon}`)}</VisuallyHidden>
          </label>
        ))}
      </div>
      {problem !== undefined && <Input.Error>{problem}</Input.Error>}
    </fieldset>
  );
}
