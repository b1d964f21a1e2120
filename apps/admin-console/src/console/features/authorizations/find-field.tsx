import { Alert, Button, Group, Paper, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError } from '../../../lib/api-client';
import { findPage } from './api';

/** One field for whatever somebody has at hand; what is typed is sent, and kept nowhere. */
export function FindField() {
  const { t } = useTranslation('authorizations');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function find(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (typed.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    try {
      await navigate(await findPage(typed.trim()));
    } catch (error) {
      const isUnknown = error instanceof ApiError && error.status === 404;
      setProblem(isUnknown ? t('find.nothing') : t('find.failed'));
      setBusy(false);
    }
  }

  return (
    <Paper withBorder p="md" component="section" aria-label={t('find.title')}>
      <form role="search" onSubmit={(event) => void find(event)}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('find.title')}
            description={t('find.hint')}
            placeholder={t('find.placeholder')}
            leftSection={<IconSearch size={16} aria-hidden />}
            autoComplete="off"
            spellCheck={false}
            maxLength={20_000}
            flex={1}
            miw={230}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" loading={isBusy}>
            {t('find.button')}
          </Button>
        </Group>
      </form>
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          <Text size="sm">{problem}</Text>
        </Alert>
      )}
    </Paper>
  );
}
