import type { ApisFileNodeStatus } from '@gatehouse/dto';
import { Alert, Code, List, Stack, Text } from '@mantine/core';
import { IconFileAlert, IconFileCode } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { describeFinding } from '../../../lib/form-problems';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { useApisFile } from './documents';

const MAX_PROBLEMS = 8;

function NodeFile({ node }: { readonly node: ApisFileNodeStatus }) {
  const { t } = useTranslation('apis');
  const { path, host, worker, state, revision, problems } = node;
  const more = problems.length - MAX_PROBLEMS;
  return (
    <div>
      <Text size="sm">
        <Trans
          t={t}
          i18nKey={worker > 0 ? 'file.atWorker' : 'file.at'}
          values={{ host, worker }}
          components={{ path: <Code>{path}</Code> }}
        />{' '}
        {revision !== null && `${t('file.revision', { revision })} `}
        {t(`file.states.${state}`)}
      </Text>
      {problems.length > 0 && (
        <List size="sm" mt={4}>
          {problems.slice(0, MAX_PROBLEMS).map((problem) => (
            <List.Item key={`${problem.field} ${problem.message}`}>
              {problem.field !== '' && <Code>{problem.field}</Code>}
              {problem.line !== null && ` (${t('file.line', { line: problem.line })})`}{' '}
              {describeFinding(problem)}
            </List.Item>
          ))}
          {more > 0 && <List.Item>{t('file.more', { count: more, number: formatNumber(more) })}</List.Item>}
        </List>
      )}
    </div>
  );
}

/** Whether the APIs file is in force; shown where there is one. */
export function ApisFileStatus() {
  const { t } = useTranslation('apis');
  const { data } = useApisFile();
  if (data === undefined || data.nodes.length === 0) return null;
  const { applied, nodes } = data;
  const off = nodes.filter(({ state }) => state !== 'applied');
  if (off.length === 0 && applied !== null) {
    return (
      <Alert variant="light" icon={<IconFileCode size={20} aria-hidden />}>
        <Text size="sm">
          {t('file.inForce', { revision: applied.revision, time: formatDateTime(applied.appliedAt) })}
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
      title={t('file.notEverywhere')}
    >
      <Stack gap="sm">
        {applied !== null && (
          <Text size="sm">
            {t('file.applied', { revision: applied.revision, time: formatDateTime(applied.appliedAt) })}
          </Text>
        )}
        {off.map((node) => (
          <NodeFile key={node.nodeId} node={node} />
        ))}
      </Stack>
    </Alert>
  );
}
