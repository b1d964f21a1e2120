import type { ApisFileNodeStatus } from '@gatehouse/dto';
import { Alert, Code, List, Stack, Text } from '@mantine/core';
import { IconFileAlert, IconFileCode } from '@tabler/icons-react';
import { formatDateTime } from '../../../lib/format';
import { useApisFile } from './documents';

const MAX_PROBLEMS = 8;

const SENTENCES: Record<ApisFileNodeStatus['state'], string> = {
  applied: 'It is in force.',
  waiting: 'It is about to be applied.',
  older: 'A later revision is in force: this one is not applied.',
  different: 'Another content is in force under this revision: count the revision up.',
  wrong: 'Nothing of it is applied; what was in force before goes on.',
};

function NodeFile({ node }: { readonly node: ApisFileNodeStatus }) {
  const { path, host, worker, state, revision, problems } = node;
  const more = problems.length - MAX_PROBLEMS;
  return (
    <div>
      <Text size="sm">
        <Code>{path}</Code> on {host}
        {worker > 0 && `, worker ${worker}`}
        {revision !== null && `, revision ${revision}`}. {SENTENCES[state]}
      </Text>
      {problems.length > 0 && (
        <List size="sm" mt={4}>
          {problems.slice(0, MAX_PROBLEMS).map(({ field, line, message }) => (
            <List.Item key={`${field} ${message}`}>
              {field !== '' && <Code>{field}</Code>}
              {line !== null && ` (line ${line})`} {message}
            </List.Item>
          ))}
          {more > 0 && <List.Item>and {more} more</List.Item>}
        </List>
      )}
    </div>
  );
}

/** Whether the APIs file is in force; shown where there is one. */
export function ApisFileStatus() {
  const { data } = useApisFile();
  if (data === undefined || data.nodes.length === 0) return null;
  const { applied, nodes } = data;
  const off = nodes.filter(({ state }) => state !== 'applied');
  if (off.length === 0 && applied !== null) {
    return (
      <Alert variant="light" icon={<IconFileCode size={20} aria-hidden />}>
        <Text size="sm">
          Revision {applied.revision} of the APIs file is in force since {formatDateTime(applied.appliedAt)}.
        </Text>
      </Alert>
    );
  }
  const isWrong = off.some(({ state }) => state === 'wrong' || state === 'different');
  return (
    <Alert
      variant="light"
      color={isWrong ? 'red' : 'yellow'}
      icon={<IconFileAlert size={20} aria-hidden />}
      title="The APIs file is not in force everywhere"
    >
      <Stack gap="sm">
        {applied !== null && (
          <Text size="sm">
            In force is revision {applied.revision}, since {formatDateTime(applied.appliedAt)}.
          </Text>
        )}
        {off.map((node) => (
          <NodeFile key={node.nodeId} node={node} />
        ))}
      </Stack>
    </Alert>
  );
}
