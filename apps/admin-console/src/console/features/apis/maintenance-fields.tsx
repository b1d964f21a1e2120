import type { MaintenanceInput } from '@gatehouse/dto';
import { NumberInput, Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import type { SectionProperties } from './section';

const RETRY_SECONDS = 300;

const makeMaintenance = (): MaintenanceInput => ({
  message: i18next.t('apis:maintenance.standard'),
  retryAfterSeconds: RETRY_SECONDS,
});

/** An API that is being worked on: its calls are checked, and then answered 503. */
export function MaintenanceFields({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const maintenance = value.policies?.maintenance ?? null;
  const set = (next: MaintenanceInput | null): void =>
    onChange({ policies: { ...value.policies, maintenance: next } });
  const change = (part: Partial<MaintenanceInput>): void => set({ ...maintenance, ...part });
  return (
    <>
      <Switch
        label={t('maintenance.on.label')}
        description={t('maintenance.on.hint')}
        checked={maintenance !== null}
        onChange={(event) => set(event.currentTarget.checked ? makeMaintenance() : null)}
      />
      {maintenance !== null && (
        <>
          <Textarea
            label={t('maintenance.message')}
            required
            maxLength={500}
            autosize
            minRows={2}
            value={maintenance.message ?? ''}
            error={problem('policies.maintenance.message')}
            onChange={(event) => change({ message: event.currentTarget.value })}
          />
          <NumberInput
            label={t('maintenance.retry')}
            min={1}
            max={604_800}
            allowDecimal={false}
            value={maintenance.retryAfterSeconds ?? RETRY_SECONDS}
            error={problem('policies.maintenance.retryAfterSeconds')}
            onChange={(seconds) => typeof seconds === 'number' && change({ retryAfterSeconds: seconds })}
          />
        </>
      )}
    </>
  );
}
