import { Page } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { useBrand } from './api';
import { BrandForm } from './brand-form';

/** What the end users' pages look like. */
export function BrandPage() {
  const result = useBrand();
  return (
    <Page title="Brand" description="The sign-in and consent pages, and all others that end users see.">
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && <BrandForm key={result.data.version} initial={result.data} />}
    </Page>
  );
}
