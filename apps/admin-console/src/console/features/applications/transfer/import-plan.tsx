import type { PlannedApplication } from '@gatehouse/dto';
import { Anchor, Badge, Group, Pagination, Paper, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ScrollTable } from '../../../../components/ui/scroll-table';
import { formatNumber } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import { PlannedChanges } from './planned-changes';
import classes from './transfer.module.css';

const PAGE_SIZE = 25;

/** In the order in which they want to be looked at. */
const COLORS = { conflict: 'red', changed: 'grape', new: 'gate', same: 'gray' } as const;
type State = keyof typeof COLORS;
const ORDER = Object.keys(COLORS) as State[];

/** Where there is nothing else to say. */
const SUMMARIES = {
  new: { before: 'plan.willRegister', after: 'plan.registered' },
  same: { before: 'plan.willStay', after: 'plan.stayed' },
} as const;

function Summary({ state, isApplied }: { readonly state: State; readonly isApplied: boolean }) {
  const { t } = useTranslation('applications');
  if (state !== 'new' && state !== 'same') return null;
  const words = SUMMARIES[state];
  return (
    <Text size="sm" c="var(--quiet-text)">
      {t(isApplied ? words.after : words.before)}
    </Text>
  );
}

interface RowProperties {
  readonly planned: PlannedApplication;
  readonly isApplied: boolean;
}

function Details({ planned, isApplied }: RowProperties) {
  const { t } = useTranslation('applications');
  const { state, missingScopes, missingApis, notes } = planned;
  return (
    <Stack gap={4}>
      {missingScopes.length + missingApis.length + notes.length === 0 && (
        <Summary state={state} isApplied={isApplied} />
      )}
      {planned.conflicts.map((conflict) => (
        <Text size="sm" c="var(--mantine-color-error)" key={conflict}>
          {conflict}
        </Text>
      ))}
      <PlannedChanges changes={planned.changes} />
      {missingScopes.length > 0 && (
        <Text size="sm">{t('plan.missingScopes', { names: missingScopes.join(', ') })}</Text>
      )}
      {missingApis.length > 0 && (
        <Text size="sm">{t('plan.missingApis', { names: missingApis.join(', ') })}</Text>
      )}
      {notes.map((note) => (
        <Text size="sm" key={note}>
          {note}
        </Text>
      ))}
    </Stack>
  );
}

export const countStates = (
  applications: readonly PlannedApplication[],
): Readonly<Record<State, number>> => ({
  conflict: applications.filter(({ state }) => state === 'conflict').length,
  changed: applications.filter(({ state }) => state === 'changed').length,
  new: applications.filter(({ state }) => state === 'new').length,
  same: applications.filter(({ state }) => state === 'same').length,
});

function Counts({ applications }: { readonly applications: readonly PlannedApplication[] }) {
  const { t } = useTranslation('applications');
  const counts = countStates(applications);
  return (
    <Group gap="xs">
      {ORDER.filter((state) => counts[state] > 0).map((state) => (
        <Badge key={state} variant="light" color={COLORS[state]} size="lg" className={classes.count ?? ''}>
          {t(`plan.count.${state}`, { count: counts[state], number: formatNumber(counts[state]) })}
        </Badge>
      ))}
    </Group>
  );
}

function Name({ planned: { id, name, state }, isApplied }: RowProperties) {
  const { t } = useTranslation('applications');
  return (
    <Stack gap={6} align="flex-start">
      {isApplied ? (
        <Anchor component={Link} to={pages.application(id)} fw={600} size="sm">
          {name}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      )}
      <Badge variant="light" color={COLORS[state]}>
        {t(`plan.state.${state}`)}
      </Badge>
    </Stack>
  );
}

/** What a file makes of each application, those first that want to be looked at. */
export function ImportPlan({
  applications,
  isApplied,
}: {
  readonly applications: readonly PlannedApplication[];
  readonly isApplied: boolean;
}) {
  const { t } = useTranslation(['applications', 'ui']);
  const [page, setPage] = useState(1);
  const sorted = [...applications].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const shown = sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return (
    <Stack>
      <Counts applications={applications} />
      <Paper withBorder>
        <ScrollTable label={t('plan.label')} layout="fixed" miw={0}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="36%">{t('list.application')}</Table.Th>
              <Table.Th>{t('plan.toKnow')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((planned) => (
              <Table.Tr key={planned.id} className={classes.row ?? ''}>
                <Table.Td className={classes.name ?? ''}>
                  <Name planned={planned} isApplied={isApplied} />
                </Table.Td>
                <Table.Td className={classes.name ?? ''}>
                  <Details planned={planned} isApplied={isApplied} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      </Paper>
      {sorted.length > PAGE_SIZE && (
        <Pagination
          total={Math.ceil(sorted.length / PAGE_SIZE)}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': t(`ui:list.pages.${control}`) })}
        />
      )}
    </Stack>
  );
}
