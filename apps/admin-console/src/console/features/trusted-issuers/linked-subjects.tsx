import { Alert, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { linkSubject, unlinkSubject, useLinkedSubjects } from './api';

function LinkForm({ issuerId }: { readonly issuerId: string }) {
  const [subject, setSubject] = useState('');
  const [username, setUsername] = useState('');
  const [problems, setProblems] = useState<FormProblems>();

  async function link(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setProblems(undefined);
    try {
      await linkSubject(issuerId, { subject, username: username.trim() });
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
            label="Subject"
            required
            maxLength={500}
            value={subject}
            error={fields['subject']}
            autoComplete="off"
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <TextInput
            label="Means the user"
            required
            maxLength={100}
            value={username}
            error={fields['username']}
            autoComplete="off"
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" mt={25}>
            Link
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Whom the subjects of an issuer mean. */
export function LinkedSubjects({ issuerId }: { readonly issuerId: string }) {
  const result = useLinkedSubjects(issuerId);
  return (
    <Section title="Linked subjects" hint="An assertion about any other subject is refused.">
      <Stack>
        {result.isPending && <ListSkeleton />}
        {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
        {result.isSuccess && result.data.items.length === 0 && (
          <Text size="sm" c="var(--quiet-text)">
            No subject is linked yet.
          </Text>
        )}
        {result.isSuccess && result.data.items.length > 0 && (
          <ScrollTable label="Linked subjects">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Subject</Table.Th>
                <Table.Th>User</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">Actions</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.data.items.map(({ subject, username }) => (
                <Table.Tr key={subject}>
                  <Table.Td>{subject}</Table.Td>
                  <Table.Td>{username}</Table.Td>
                  <Table.Td ta="right">
                    <Button
                      variant="subtle"
                      color="red"
                      size="xs"
                      aria-label={`Unlink ${subject}`}
                      onClick={() => void unlinkSubject(issuerId, subject)}
                    >
                      Unlink
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
        <LinkForm issuerId={issuerId} />
      </Stack>
    </Section>
  );
}
