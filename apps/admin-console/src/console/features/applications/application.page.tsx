import type { ApplicationDetail } from '@gatehouse/dto';
import {
  Alert,
  Badge,
  Button,
  Group,
  Stack,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page, Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { formatDateTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { ApiAccessSection } from './api-access-section';
import { ApiKeysSection } from './api-keys-section';
import { deleteApplication, updateApplication, useApplication } from './api';
import { ClientSettings } from './client-settings';
import { LimitsSection } from './limits-section';

function GeneralForm({ application }: { readonly application: ApplicationDetail }) {
  const [name, setName] = useState(application.name);
  const [description, setDescription] = useState(application.description);
  const [origins, setOrigins] = useState([...application.origins]);
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await updateApplication(application.id, {
        version: application.version,
        name: name.trim(),
        description,
        origins,
      });
      notifications.show({ message: 'Saved' });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack>
        {problems !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {problems.summary}
          </Alert>
        )}
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          required
          disabled={application.builtIn}
          error={problems?.fields['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          value={description}
          maxLength={1000}
          autosize
          minRows={2}
          disabled={application.builtIn}
          error={problems?.fields['description']}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <TagsInput
          label="Origins of its pages"
          description="Such as https://app.example: browsers there may call the APIs that allow it (CORS)."
          value={origins}
          disabled={application.builtIn}
          error={problems?.fields['origins']}
          onChange={setOrigins}
        />
        <Text size="sm" c="var(--quiet-text)">
          Registered by {application.createdBy}, {formatDateTime(application.createdAt)}. Application ID{' '}
          <Text span ff="monospace" size="xs">
            {application.id}
          </Text>
        </Text>
        {!application.builtIn && (
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function StateActions({ application }: { readonly application: ApplicationDetail }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'disable' | 'delete'>();
  const setEnabled = (enabled: boolean): Promise<unknown> =>
    updateApplication(application.id, { version: application.version, enabled });
  return (
    <>
      {application.enabled ? (
        <Button variant="default" onClick={() => setDialog('disable')}>
          Disable
        </Button>
      ) : (
        <Button variant="default" onClick={() => void setEnabled(true)}>
          Enable
        </Button>
      )}
      <Button variant="light" color="red" onClick={() => setDialog('delete')}>
        Delete
      </Button>
      {dialog === 'disable' && (
        <ConfirmDialog
          title={`Disable ${application.name}?`}
          confirmLabel="Disable"
          onConfirm={() => setEnabled(false)}
          onClose={() => setDialog(undefined)}
        >
          It gets no new access tokens, and those it has are refused at once. You can enable it again.
        </ConfirmDialog>
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={`Delete ${application.name}?`}
          confirmLabel="Delete for good"
          typeToConfirm={application.name}
          onConfirm={async () => {
            await deleteApplication(application.id);
            await navigate(pages.applications);
          }}
          onClose={() => setDialog(undefined)}
        >
          {application.clients.length} client(s) and {application.authorizationCount} authorization(s) of
          users go with it. Its access tokens are refused at once. This cannot be undone.
        </ConfirmDialog>
      )}
    </>
  );
}

/** One application: what it is, and its clients. */
export function ApplicationPage() {
  const { id = '' } = useParams();
  const result = useApplication(id);
  const back = { to: pages.applications, label: 'Applications' };
  if (result.isPending) {
    return (
      <Page title="Application" back={back}>
        <ListSkeleton />
      </Page>
    );
  }
  if (result.isError) {
    return (
      <Page title="Application" back={back}>
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      </Page>
    );
  }
  const application = result.data;
  return (
    <Page
      title={application.name}
      back={back}
      description={
        <Badge variant="light" color={application.enabled ? 'gate' : 'red'} component="span">
          {application.builtIn ? 'Built in' : application.enabled ? 'Enabled' : 'Disabled'}
        </Badge>
      }
      actions={application.builtIn ? undefined : <StateActions application={application} />}
    >
      {application.builtIn && (
        <Alert variant="light" color="gray">
          This application is part of Gatehouse: it is shown here and cannot be changed.
        </Alert>
      )}
      <Section title="General">
        <GeneralForm key={application.version} application={application} />
      </Section>
      {!application.builtIn && <LimitsSection applicationId={application.id} />}
      <Tabs defaultValue={application.clients[0]?.clientId ?? null} keepMounted={false}>
        {application.clients.length > 1 && (
          <Tabs.List>
            {application.clients.map(({ clientId }) => (
              <Tabs.Tab key={clientId} value={clientId}>
                {clientId}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        )}
        {application.clients.map((client) => (
          <Tabs.Panel key={client.clientId} value={client.clientId}>
            <ClientSettings applicationId={application.id} isReadOnly={application.builtIn} client={client} />
          </Tabs.Panel>
        ))}
      </Tabs>
      {!application.builtIn && <ApiKeysSection applicationId={application.id} />}
      <ApiAccessSection applicationId={application.id} />
    </Page>
  );
}
