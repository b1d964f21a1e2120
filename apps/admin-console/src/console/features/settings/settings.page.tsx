import type { SettingsDetail } from '@gatehouse/dto';
import { Paper } from '@mantine/core';
import { IconAdjustmentsOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChangesLink } from '../../../components/ui/changes-link';
import { Page } from '../../../components/ui/page';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { useSettings } from './api';
import { ChangeForm } from './change-form';
import { EnvironmentSection } from './environment-section';
import { Filters } from './filters';
import { SystemSection } from './system-section';
import { useFilter } from './use-filter';

function AllSettings({ settings }: { readonly settings: SettingsDetail }) {
  const { t } = useTranslation('settings');
  const filter = useFilter();
  const shown = settings.items.filter(filter.isShown);
  return (
    <>
      <SystemSection system={settings.system} />
      <Paper withBorder p="lg">
        <Filters filter={filter} />
      </Paper>
      <ChangeForm settings={settings} filter={filter} />
      <EnvironmentSection settings={shown.filter(({ isRunTime }) => !isRunTime)} isOpen={filter.isFiltered} />
      {shown.length === 0 && (
        <EmptyState icon={IconAdjustmentsOff} title={t('search.nothing')}>
          {t('search.nothingHint')}
        </EmptyState>
      )}
    </>
  );
}

/** How Gatehouse is set up, and what of it can be changed while it runs. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const result = useSettings();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={<ChangesLink type="settings" id="settings" />}
    >
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && <AllSettings settings={result.data} />}
    </Page>
  );
}
