import type { MaintenanceInput } from '@gatehouse/dto';
import { NumberInput, Switch, Textarea } from '@mantine/core';
import type { SectionProperties } from './section';

const NEW_MAINTENANCE: Required<MaintenanceInput> = {
  message: 'This service is being worked on. Try again later.',
  retryAfterSeconds: 300,
};

/** An API that is being worked on: its calls are checked, and then answered 503. */
export function MaintenanceFields({ value, problem, onChange }: SectionProperties) {
  const maintenance = value.policies?.maintenance ?? null;
  const set = (next: MaintenanceInput | null): void =>
    onChange({ policies: { ...value.policies, maintenance: next } });
  const change = (part: Partial<MaintenanceInput>): void => set({ ...maintenance, ...part });
  return (
    <>
      <Switch
        label="In maintenance"
        description="Calls are answered 503 with a message, and never reach the upstream."
        checked={maintenance !== null}
        onChange={(event) => set(event.currentTarget.checked ? NEW_MAINTENANCE : null)}
      />
      {maintenance !== null && (
        <>
          <Textarea
            label="Message for callers"
            required
            maxLength={500}
            autosize
            minRows={2}
            value={maintenance.message ?? ''}
            error={problem('policies.maintenance.message')}
            onChange={(event) => change({ message: event.currentTarget.value })}
          />
          <NumberInput
            label="Told to come back after (s)"
            min={1}
            max={604_800}
            allowDecimal={false}
            value={maintenance.retryAfterSeconds ?? NEW_MAINTENANCE.retryAfterSeconds}
            error={problem('policies.maintenance.retryAfterSeconds')}
            onChange={(seconds) => typeof seconds === 'number' && change({ retryAfterSeconds: seconds })}
          />
        </>
      )}
    </>
  );
}
