import type { ApplicationDetail } from '@gatehouse/dto';
import { Anchor, Code, Stack, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { Link, useSearchParams } from 'react-router';
import { Page, Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useApplication } from './api';
import { listFlows } from './flows/flows';
import classes from './try.module.css';

function Clients({ application }: { readonly application: ApplicationDetail }) {
  return (
    <Section title="Client" hint={`The clients of ${application.name}.`}>
      {application.clients.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          It has none.
        </Text>
      ) : (
        <ul className={classes.clients}>
          {application.clients.map((client) => (
            <li key={client.clientId}>
              <Anchor component={Link} to={pages.tryClient(client.clientId)} fw={600}>
                {client.name === '' ? <Code>{client.clientId}</Code> : client.name}
              </Anchor>
              <Text size="sm" c="var(--quiet-text)">
                {listFlows(client)
                  .map(({ label }) => label)
                  .join(' · ')}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Chooses what to try. */
export function TryPage() {
  const [address, setAddress] = useSearchParams();
  const id = address.get('application');
  const application = useApplication(id);
  return (
    <Page
      title="Try it"
      description="Run a flow of one client step by step against this server: each request, each answer, and what an error means. And the code for it."
    >
      <Section title="Application">
        <Picker
          kind="applications"
          aria-label="Application"
          placeholder="Search by name or client ID"
          value={id}
          onChange={(next) => setAddress(next === null ? {} : { application: next })}
        />
      </Section>
      {id === null ? (
        <EmptyState icon={IconFlask} title="Choose an application">
          Nothing is simulated: the requests are those of the client itself, and count like any other.
        </EmptyState>
      ) : (
        <Stack>
          {application.isPending && <ListSkeleton />}
          {application.isError && (
            <ErrorState error={application.error} onRetry={() => void application.refetch()} />
          )}
          {application.isSuccess && <Clients application={application.data} />}
        </Stack>
      )}
    </Page>
  );
}
