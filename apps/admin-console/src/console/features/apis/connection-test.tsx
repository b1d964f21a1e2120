import type { TargetCheck } from '@gatehouse/dto';
import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeFinding, toFormProblems } from '../../../lib/form-problems';
import { checkApi, toSent } from './api';
import type { SectionProperties } from './section';

function Result({ target }: { readonly target: TargetCheck }) {
  const { url, isReachable, explanation, ...said } = target;
  const Icon = isReachable ? IconCheck : IconX;
  return (
    <List.Item
      icon={
        <ThemeIcon size={20} radius="xl" variant="light" color={isReachable ? 'gate' : 'red'} aria-hidden>
          <Icon size={14} />
        </ThemeIcon>
      }
    >
      <b>{url}</b>: {describeFinding({ ...said, message: explanation })}
    </List.Item>
  );
}

/** Calls the targets as they stand in the form, saved or not. */
export function ConnectionTest({ value, stored }: Pick<SectionProperties, 'value' | 'stored'>) {
  const { t } = useTranslation('apis');
  const [targets, setTargets] = useState<readonly TargetCheck[]>([]);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function test(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const { errors, targets: found } = await checkApi({
        ...toSent(value),
        ...(stored !== undefined && { id: stored.id }),
      });
      setTargets(found);
      const [first] = errors;
      if (found.length === 0 && first !== undefined) setProblem(describeFinding(first));
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      setTargets([]);
      setProblem([summary, ...Object.values(fields)].join(' '));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          variant="default"
          size="xs"
          loading={isBusy}
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          onClick={() => void test()}
        >
          {t('connection.try')}
        </Button>
        <Text size="xs" c="var(--quiet-text)">
          {t('connection.hint')}
        </Text>
      </Group>
      <div role="status">
        {problem !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            {problem}
          </Text>
        )}
        {targets.length > 0 && (
          <List size="sm" spacing={4} center>
            {targets.map((target) => (
              <Result key={target.url} target={target} />
            ))}
          </List>
        )}
      </div>
    </Stack>
  );
}
