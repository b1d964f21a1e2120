import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { useBrand } from './api';
import { BrandForm } from './brand-form';

/** What the end users' pages look like. */
export function BrandPage() {
  const { t } = useTranslation('brand');
  const result = useBrand();
  return (
    <Page title={t('title')} description={t('description')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && <BrandForm brand={result.data} />}
    </Page>
  );
}
