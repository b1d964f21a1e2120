import type { LimitInput, QuotaUseDetail, SystemLimitsDetail } from '@gatehouse/dto';
import { Alert, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconGauge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Page, Section } from '../../../components/ui/page';
import { listQuotaUseColumns, QUOTA_USES, QuotaUseRow } from '../../../components/ui/quota-uses';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { endpoints } from '../../../lib/paths';
import { useEditing } from '../../../lib/use-editing';
import { reloadSystemLimits, replaceSystemLimits, useSystemLimits } from './api';

const LISTS = ['total', 'perApplication', 'perUser', 'perAddress'] as const;

type Lists = Record<(typeof LISTS)[number], LimitInput[]>;

const toLists = ({ total, perApplication, perUser, perAddress }: SystemLimitsDetail): Lists => ({
  total: [...total],
  perApplication: [...perApplication],
  perUser: [...perUser],
  perAddress: [...perAddress],
});

function LimitsForm({ initial }: { readonly initial: SystemLimitsDetail }) {
  const { t } = useTranslation('limits');
  const { sharing } = initial;
  const editing = useEditing<SystemLimitsDetail, Lists>({
    name: 'limits',
    record: initial,
    toValue: toLists,
    reload: reloadSystemLimits,
  });
  const labels = Object.fromEntries(LISTS.map((list) => [list, t(`lists.${list}.label`)]));
  return (
    <SubmitForm
      submitLabel={t('save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={async () => {
        await editing.save(({ version }, lists) => replaceSystemLimits({ ...lists, version }));
        notifications.show({ message: t('saved') });
      }}
    >
      {(problem) => (
        <Section title={t('whole.title')} hint={t('whole.hint')}>
          <Stack key={editing.formKey}>
            <Alert variant="light" color={sharing === 'lost' ? 'red' : 'gray'}>
              {t(`sharing.${sharing}`)}
            </Alert>
            {LISTS.map((list) => (
              <LimitsInput
                key={list}
                label={t(`lists.${list}.label`)}
                description={t(`lists.${list}.hint`)}
                limits={editing.value[list]}
                error={problem(list)}
                onChange={(limits) => editing.change({ [list]: limits })}
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
  const { t } = useTranslation('limits');
  const result = useSystemLimits();
  return (
    <Page title={t('title')} description={t('hint')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && <LimitsForm initial={result.data} />}
      <ServerList<QuotaUseDetail>
        noun="quotas"
        queryKey={QUOTA_USES}
        endpoint={endpoints.limitUses}
        columns={listQuotaUseColumns()}
        isSearchable={false}
        renderRow={(use) => <QuotaUseRow key={`${use.key} ${use.subject}`} use={use} />}
        empty={
          <EmptyState icon={IconGauge} title={t('empty.title')}>
            {t('empty.hint')}
          </EmptyState>
        }
      />
    </Page>
  );
}
