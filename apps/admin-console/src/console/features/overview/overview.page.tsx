import { Page } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { useNodes } from '../../../lib/nodes';
import { useApiCount, useHasApplication, useTraffic } from './api';
import { AttentionSection } from './attention-section';
import { Figures } from './figures';
import { FirstSteps } from './first-steps';
import { RefusedSection } from './refused-section';
import { listLagging, listTrouble, sumUp } from './trouble';

function Overview() {
  const nodes = useNodes();
  const traffic = useTraffic();
  const apis = useApiCount();
  const hasApplication = useHasApplication();
  const all = [nodes, traffic, apis, hasApplication];
  // What was heard before stays while it cannot be asked again.
  const failed = all.find((result) => result.isError && result.data === undefined);
  if (failed !== undefined) {
    const retry = (): void => all.forEach((result) => void result.refetch());
    return <ErrorState error={failed.error} onRetry={retry} />;
  }
  if (!nodes.data || !traffic.data || apis.data === undefined || hasApplication.data === undefined) {
    return <ListSkeleton />;
  }
  const { items } = traffic.data;
  return (
    <>
      <Figures nodes={nodes.data.items} apis={apis.data} outcome={sumUp(items)} />
      {(apis.data === 0 || !hasApplication.data) && (
        <FirstSteps hasApi={apis.data > 0} hasApplication={hasApplication.data} />
      )}
      <AttentionSection nodes={listLagging(nodes.data.items)} apis={listTrouble(items)} />
      <RefusedSection />
    </>
  );
}

/** The console's first page: what runs, what is wrong, and what to do first. */
export function OverviewPage() {
  return (
    <Page title="Overview" description="What runs, how the last minutes went, and what to look at.">
      <Overview />
    </Page>
  );
}
