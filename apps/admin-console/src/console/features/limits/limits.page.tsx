import type { LimitInput, QuotaUseDetail, SystemLimitsDetail } from '@gatehouse/dto';
import { Alert, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconGauge } from '@tabler/icons-react';
import { useState } from 'react';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Page, Section } from '../../../components/ui/page';
import { QUOTA_USE_COLUMNS, QUOTA_USES, QuotaUseRow } from '../../../components/ui/quota-uses';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { endpoints } from '../../../lib/paths';
import { replaceSystemLimits, useSystemLimits } from './api';

const LISTS = [
  ['total', 'All callers together', 'What this gateway bears.'],
  ['perApplication', 'Each application', 'To all APIs. An application can have its own in place of this.'],
  ['perUser', 'Each user', 'Through whichever application.'],
  ['perAddress', 'Each address', 'Of calls that no application answers for, as on public routes.'],
] as const;

const SHARING = {
  alone:
    'Each node counts rates by itself, and quotas are exchanged every second. REDIS_URL makes them exact in sum.',
  shared: 'All nodes count together, in Redis.',
  lost: 'Redis does not answer: each node counts by itself until it does.',
} as const;

type Lists = Record<(typeof LISTS)[number][0], LimitInput[]>;

function LimitsForm({ initial }: { readonly initial: SystemLimitsDetail }) {
  const { version, sharing, ...lists } = initial;
  const [value, setValue] = useState<Lists>({
    total: [...lists.total],
    perApplication: [...lists.perApplication],
    perUser: [...lists.perUser],
    perAddress: [...lists.perAddress],
  });
  return (
    <SubmitForm
      submitLabel="Save"
      onSubmit={async () => {
        await replaceSystemLimits({ ...value, version });
        notifications.show({ message: 'Saved, and in force' });
      }}
    >
      {(problem) => (
        <Section title="Of the whole gateway" hint="They hold besides the limits of each API.">
          <Stack>
            <Alert variant="light" color={sharing === 'lost' ? 'red' : 'gray'}>
              {SHARING[sharing]}
            </Alert>
            {LISTS.map(([list, label, description]) => (
              <LimitsInput
                key={list}
                label={label}
                description={description}
                limits={value[list]}
                error={problem(list)}
                onChange={(limits) => setValue({ ...value, [list]: limits })}
              />
            ))}
          </Stack>
        </Section>
      )}
    </SubmitForm>
  );
}

/** How many calls pass the gateway, and how far quotas are used. */
export function LimitsPage() {
  const result = useSystemLimits();
  return (
    <Page
      title="Limits"
      description="How many calls pass this gateway. APIs have limits of their own besides."
    >
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && <LimitsForm key={result.data.version} initial={result.data} />}
      <ServerList<QuotaUseDetail>
        noun="quotas in use"
        queryKey={QUOTA_USES}
        endpoint={endpoints.limitUses}
        columns={QUOTA_USE_COLUMNS}
        isSearchable={false}
        renderRow={(use) => <QuotaUseRow key={`${use.key} ${use.subject}`} use={use} />}
        empty={
          <EmptyState icon={IconGauge} title="No quota is in use">
            Calls that count against a limit for a day or a month are shown here.
          </EmptyState>
        }
      />
    </Page>
  );
}
