import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

const CHOICES = ['node', 'bound', 'never'] as const;

const NEW_BOUND_SECONDS = 30;

/** What happens to credentials at a node that cannot hear of revocations. */
export function UnheardFields({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const seconds = value.policies?.unheardSeconds ?? null;
  const set = (unheardSeconds: number | null): void =>
    onChange({ policies: { ...value.policies, unheardSeconds } });
  const choice = seconds === null ? 'node' : seconds === 0 ? 'never' : 'bound';
  return (
    <div className={classes.route}>
      <Select
        label={t('unheard.label')}
        description={t('unheard.hint')}
        data={CHOICES.map((one) => ({ value: one, label: t(`unheard.choices.${one}`) }))}
        value={choice}
        allowDeselect={false}
        error={choice === 'bound' ? undefined : problem('policies.unheardSeconds')}
        onChange={(chosen) => set(chosen === 'bound' ? NEW_BOUND_SECONDS : chosen === 'never' ? 0 : null)}
      />
      {choice === 'bound' && (
        <NumberInput
          label={t('unheard.after.label')}
          description={t('unheard.after.hint')}
          min={5}
          max={86_400}
          allowDecimal={false}
          value={seconds ?? NEW_BOUND_SECONDS}
          error={problem('policies.unheardSeconds')}
          onChange={(bound) => typeof bound === 'number' && bound > 0 && set(bound)}
        />
      )}
    </div>
  );
}
