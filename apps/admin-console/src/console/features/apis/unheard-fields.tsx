import { NumberInput, Select } from '@mantine/core';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

const CHOICES = [
  { value: 'node', label: 'As the gateway is set' },
  { value: 'bound', label: 'Refuse after a time of its own' },
  { value: 'never', label: 'Accept as long as they live' },
] as const;

const NEW_BOUND_SECONDS = 30;

/** What happens to credentials at a node that cannot hear of revocations. */
export function UnheardFields({ value, problem, onChange }: SectionProperties) {
  const seconds = value.policies?.unheardSeconds ?? null;
  const set = (unheardSeconds: number | null): void =>
    onChange({ policies: { ...value.policies, unheardSeconds } });
  const choice = seconds === null ? 'node' : seconds === 0 ? 'never' : 'bound';
  return (
    <div className={classes.route}>
      <Select
        label="When a node cannot hear of revocations"
        description="Refused are all but public routes, with 503: it cannot vouch for credentials."
        data={CHOICES}
        value={choice}
        allowDeselect={false}
        error={choice === 'bound' ? undefined : problem('policies.unheardSeconds')}
        onChange={(chosen) => set(chosen === 'bound' ? NEW_BOUND_SECONDS : chosen === 'never' ? 0 : null)}
      />
      {choice === 'bound' && (
        <NumberInput
          label="Refuses after (s)"
          description="Shorter is safer; longer outlives a longer failure of the database."
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
