import type { CallSummary } from '@gatehouse/dto';
import { Anchor, Text } from '@mantine/core';
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
  return (
    <li className={classes.refused}>
      <CallStatus status={call.status} />
      <div>
        <div className={classes.call}>
          {call.method} {call.path}
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
        aria-label={`Why was ${call.method} ${call.path} refused?`}
      >
        Why?
      </Anchor>
    </li>
  );
}

function RefusedCalls() {
  const result = useRefusedCalls();
  if (result.isPending) return <ListSkeleton />;
  if (result.isError && isForbidden(result.error)) {
    return <Text c="var(--quiet-text)">Your role does not see single calls: they tell what people do.</Text>;
  }
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data.items.length === 0) {
    return (
      <Text c="var(--quiet-text)">None that is kept. Calls that the gateway refuses are listed here.</Text>
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
  return (
    <Section title="Refused last">
      <RefusedCalls />
    </Section>
  );
}
