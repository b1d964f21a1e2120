import type { ApplicationSummary } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Group, Table, Text } from '@mantine/core';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatDate } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';

function RegisterButton() {
  return (
    <Button component={Link} to={pages.newApplication} leftSection={<IconPlus size={18} aria-hidden />}>
      Register application
    </Button>
  );
}

function renderRow(application: ApplicationSummary) {
  return (
    <Table.Tr key={application.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.application(application.id)} fw={600}>
          {application.name}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
          {application.description}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {application.clientIds.map((id) => (
            <Code key={id}>{id}</Code>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        {application.builtIn ? (
          <Badge variant="light" color="gray">
            Built in
          </Badge>
        ) : application.enabled ? (
          <Badge variant="light">Enabled</Badge>
        ) : (
          <Badge variant="light" color="red">
            Disabled
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{formatDate(application.createdAt)}</Table.Td>
    </Table.Tr>
  );
}

/** Every registered application. */
export function ApplicationsPage() {
  return (
    <Page
      title="Applications"
      description="Web sites, apps and machines that ask users, or act for themselves."
      actions={<RegisterButton />}
    >
      <ServerList
        noun="applications"
        queryKey="applications"
        endpoint={endpoints.applications}
        columns={['Name', 'Client IDs', 'State', 'Registered']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconApps} title="No applications yet" action={<RegisterButton />}>
            Register the first one: it gets a client ID, and a secret where it can keep one.
          </EmptyState>
        }
      />
    </Page>
  );
}
