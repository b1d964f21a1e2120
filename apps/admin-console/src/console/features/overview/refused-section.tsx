import type { CallSummary } from '@gatehouse/dto';
import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { describeCheck } from '../../../lib/check-words';
import { formatTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { isForbidden, useRefusedCalls } from './api';
import classes from './overview.module.css';

function RefusedCall({ call }: { readonly call: CallSummary }) {
  const { t } = useTranslation('overview');
  const { method, path } = call;
  return (
    <li className={classes.refused}>
      <CallStatus status={call.status} />
      <div>
        <div className={classes.call}>
          {method} {path}
        </div>
        <Text size="sm" c="var(--quiet-text)">
          {call.check !== null && `${describeCheck(call.check)} · `}
          {formatTime(call.at)}
        </Text>
      </div>
      <Anchor
        component={Link}
        size="sm"
        to={pages.call(call.requestId)}
        aria-label={t('refused.whyOne', { method, path })}
      >
        {t('refused.why')}
      </Anchor>
    </li>
  );
}

function RefusedCalls() {
  const { t } = useTranslation('overview');
  const result = useRefusedCalls();
  if (result.isPending) return <ListSkeleton />;
  if (result.isError && isForbidden(result.error)) {
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('refused.forbidden')}
      </Text>
    );
  }
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data.items.length === 0) {
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('refused.none')}
      </Text>
    );
  }
  return (
    <ul className={classes.items}>
      {result.data.items.map((call) => (
        <RefusedCall key={call.id} call={call} />
      ))}
    </ul>
  );
}

/** The last calls that the gateway refused. */
export function RefusedSection() {
  const { t } = useTranslation('overview');
  return (
    <Section title={t('refused.title')}>
      <RefusedCalls />
    </Section>
  );
}
