import { Alert, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import type { LinkedSubject, LinkSubject } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { type FormProblems, toFormProblems } from '../../lib/form-problems';
import type { ListParameters } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import { Section } from './page';
import { ScrollTable } from './scroll-table';
import { ErrorState, ListSkeleton } from './states';
import { ForOperators } from './role';

interface Properties {
  readonly title: string;
  readonly hint: string;
  readonly list: (parameters: ListParameters) => string;
  readonly item: (subject: string) => string;
  /** After a link was made or undone. */
  readonly onChanged?: () => void;
}

const MANY = 200;

function LinkForm({ onLink }: { readonly onLink: (link: LinkSubject) => Promise<void> }) {
  const { t } = useTranslation('ui');
  const [subject, setSubject] = useState('');
  const [username, setUsername] = useState('');
  const [problems, setProblems] = useState<FormProblems>();

  async function link(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setProblems(undefined);
    try {
      await onLink({ subject, username: username.trim() });
      setSubject('');
      setUsername('');
    } catch (error) {
      setProblems(toFormProblems(error));
    }
  }

  const { fields = {}, summary } = problems ?? {};
  const isNamed = fields['subject'] !== undefined || fields['username'] !== undefined;
  return (
    <form onSubmit={(event) => void link(event)}>
      <Stack>
        {summary !== undefined && !isNamed && (
          <Alert color="red" variant="light" role="alert">
            {summary}
          </Alert>
        )}
        <Group align="flex-start">
          <TextInput
            label={t('subjects.subject')}
            required
            maxLength={500}
            value={subject}
            error={fields['subject']}
            autoComplete="off"
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <TextInput
            label={t('subjects.means')}
            required
            maxLength={100}
            value={username}
            error={fields['username']}
            autoComplete="off"
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <ForOperators>
            <Button type="submit" variant="default" mt={25}>
              {t('subjects.link')}
            </Button>
          </ForOperators>
        </Group>
      </Stack>
    </form>
  );
}

/** Whom the subjects of an issuer mean here. */
export function LinkedSubjects({ title, hint, list, item, onChanged }: Properties) {
  const { t } = useTranslation('ui');
  const queryKey = [list({})];
  const result = useQuery({
    queryKey,
    queryFn: () => callApi<{ items: readonly LinkedSubject[] }>('GET', list({ pageSize: MANY })),
    // People link themselves by signing in.
    refetchOnMount: 'always',
  });
  const change = async (method: 'POST' | 'DELETE', path: string, link?: LinkSubject): Promise<void> => {
    await callApi(method, path, link);
    await queryClient.invalidateQueries({ queryKey });
    onChanged?.();
  };
  return (
    <Section title={title} hint={hint}>
      <Stack>
        {result.isPending && <ListSkeleton />}
        {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
        {result.isSuccess && result.data.items.length === 0 && (
          <Text size="sm" c="var(--quiet-text)">
            {t('subjects.none')}
          </Text>
        )}
        {result.isSuccess && result.data.items.length > 0 && (
          <ScrollTable label={title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('subjects.subject')}</Table.Th>
                <Table.Th>{t('subjects.user')}</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">{t('actions')}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.data.items.map(({ subject, username }) => (
                <Table.Tr key={subject}>
                  <Table.Td>{subject}</Table.Td>
                  <Table.Td>{username}</Table.Td>
                  <Table.Td ta="right">
                    <ForOperators>
                      <Button
                        variant="default"
                        size="xs"
                        aria-label={t('subjects.unlinkOne', { subject })}
                        onClick={() => void change('DELETE', item(subject))}
                      >
                        {t('subjects.unlink')}
                      </Button>
                    </ForOperators>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
        <LinkForm onLink={(link) => change('POST', list({}), link)} />
      </Stack>
    </Section>
  );
}
