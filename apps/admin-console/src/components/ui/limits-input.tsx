import type { LimitInput } from '@gatehouse/dto';
import { ActionIcon, Button, Group, Input, NumberInput, Select, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Period = LimitInput['per'];
const PERIODS: readonly Period[] = ['second', 'minute', 'hour', 'day', 'month'];

interface Properties {
  readonly label: string;
  readonly description: string;
  readonly limits: readonly LimitInput[];
  readonly error: string | undefined;
  readonly onChange: (limits: LimitInput[]) => void;
}

/** Limits that hold at once, at most one for each period. */
export function LimitsInput({ label, description, limits, error, onChange }: Properties) {
  const { t } = useTranslation('ui');
  const free = PERIODS.filter((period) => limits.every(({ per }) => per !== period));
  const change = (index: number, part: Partial<LimitInput>): void =>
    onChange(limits.map((limit, at) => (at === index ? { ...limit, ...part } : limit)));
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap="xs" mt="xs" role="group" aria-label={label}>
        {limits.map((limit, index) => (
          <Group key={limit.per} gap="xs" wrap="nowrap">
            <NumberInput
              aria-label={t('limits.calls', { label, per: t(`per.${limit.per}`) })}
              value={limit.requests}
              min={1}
              max={1_000_000_000}
              allowDecimal={false}
              thousandSeparator=" "
              onChange={(requests) => typeof requests === 'number' && change(index, { requests })}
            />
            <Select
              aria-label={t('limits.period', { label })}
              data={PERIODS.filter((period) => period === limit.per || free.includes(period)).map(
                (period) => ({
                  value: period,
                  label: t(`per.${period}`),
                }),
              )}
              value={limit.per}
              allowDeselect={false}
              onChange={(per) => per !== null && change(index, { per })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={t('limits.remove', { label, per: t(`per.${limit.per}`) })}
              onClick={() => onChange(limits.filter((_, at) => at !== index))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {free[0] !== undefined && (
          <Group>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              aria-label={t('limits.addTo', { label })}
              onClick={() =>
                onChange([
                  ...limits,
                  { requests: 100, per: free.includes('minute') ? 'minute' : (free[0] ?? 'second') },
                ])
              }
            >
              {t('limits.add')}
            </Button>
          </Group>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
