import { SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ErrorState } from '../../../components/ui/states';
import { useOperator } from '../../../lib/operator';
import { useSummary } from './api';
import { AttentionSection } from './attention-section';
import { Figures } from './figures';
import { FirstStepsSection } from './first-steps-section';
import classes from './overview.module.css';
import { DEFAULT_RANGE, RANGES, toRange } from './ranges';
import { RefusedSection } from './refused-section';
import { TopSections } from './top-section';

const Charts = lazy(async () => ({ default: (await import('./charts')).Charts }));

function ChartsSkeleton() {
  const { t } = useTranslation('overview');
  return (
    <div className={classes.skeletons} role="status" aria-label={t('loadingCharts')}>
      <Skeleton height={380} />
      <Skeleton height={380} />
    </div>
  );
}

function Summary() {
  const { t } = useTranslation('ui');
  const [address] = useSearchParams();
  const result = useSummary(toRange(address.get('range')));
  // What was heard before stays while it cannot be asked again.
  if (result.data === undefined) {
    if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
    return (
      <>
        <div className={classes.figures} role="status" aria-label={t('loading')}>
          {RANGES.map((range) => (
            <Skeleton key={range} height={118} />
          ))}
        </div>
        <ChartsSkeleton />
      </>
    );
  }
  return (
    <>
      <Figures summary={result.data} />
      <Suspense fallback={<ChartsSkeleton />}>
        <Charts summary={result.data} />
      </Suspense>
      <TopSections summary={result.data} />
    </>
  );
}

function RangePicker() {
  const { t } = useTranslation('overview');
  const [address, setAddress] = useSearchParams();
  return (
    <SegmentedControl
      aria-label={t('time')}
      data={RANGES.map((range) => ({ value: range, label: t(`ranges.${range}`) }))}
      value={toRange(address.get('range'))}
      onChange={(range) => setAddress(range === DEFAULT_RANGE ? {} : { range })}
    />
  );
}

/** The console's first page: what to do first, what to look at, and how things go. */
export function OverviewPage() {
  const { t } = useTranslation('overview');
  const [address] = useSearchParams();
  const mayWrite = useOperator()?.role !== 'viewer';
  return (
    <Page
      title={t('title')}
      description={t(`description.${toRange(address.get('range'))}`)}
      actions={<RangePicker />}
    >
      {mayWrite && <FirstStepsSection />}
      <AttentionSection mayDismiss={mayWrite} />
      <Summary />
      <RefusedSection />
    </Page>
  );
}
