import type { CallSummary } from '@gatehouse/dto';
import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { describeCheck } from '../../../lib/check-words';
import { formatTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { isForbidden, useRefusedCalls } from './api';
import classes from './overview.module.css';

function RefusedRow({ call }: { readonly call: CallSummary }) {
  return (
    <Table.Tr>
      <Table.Td className={classes.time ?? ''}>{formatTime(call.at)}</Table.Td>
      <Table.Td>
        <CallStatus status={call.status} />
      </Table.Td>
      <Table.Td>{call.check === null ? '–' : describeCheck(call.check)}</Table.Td>
      <Table.Td className={classes.call ?? ''}>
        {call.method} {call.path}
      </Table.Td>
      <Table.Td ta="right">
        <Anchor
          component={Link}
          size="sm"
          to={pages.call(call.requestId)}
          aria-label={`Why was ${call.method} ${call.path} refused?`}
        >
          Why?
        </Anchor>
      </Table.Td>
    </Table.Tr>
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
    <ScrollTable label="Refused calls">
      <Table.Thead>
        <Table.Tr>
          {['Time', 'Answer', 'Reason', 'Call'].map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
          <Table.Th>
            <span className="visually-hidden">Explanation</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {result.data.items.map((call) => (
          <RefusedRow key={call.id} call={call} />
        ))}
      </Table.Tbody>
    </ScrollTable>
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
