import type { ApiDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconApi, IconFileExport, IconFileImport, IconFileUpload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { ApisFileStatus } from './apis-file-status';
import { ManagementBadge } from './file-notice';
import classes from './apis.module.css';
import { ImportDialog } from './import-dialog';

function ImportButton() {
  return (
    <Button
      component={Link}
      to={pages.importApi}
      variant="default"
      leftSection={<IconFileImport size={18} aria-hidden />}
    >
      Import from OpenAPI
    </Button>
  );
}

function PublishButton() {
  return (
    <Button component={Link} to={pages.newApi} leftSection={<IconPlus size={18} aria-hidden />}>
      Publish API
    </Button>
  );
}

function renderRow(api: ApiDetail) {
  return (
    <Table.Tr key={api.id}>
      <Table.Td miw={190}>
        <Anchor component={Link} to={pages.api(api.id)} fw={600}>
          {api.name}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
          {api.description}
        </Text>
      </Table.Td>
      <Table.Td miw={130}>
        <Code className={classes.address ?? ''}>{api.basePath}</Code>
      </Table.Td>
      <Table.Td miw={190}>
        <Text size="sm" className={classes.address ?? ''}>
          {api.targets[0]?.url}
        </Text>
        {api.targets.length > 1 && (
          <Text size="sm" c="var(--quiet-text)">
            and {api.targets.length - 1} more
          </Text>
        )}
      </Table.Td>
      <Table.Td>{api.routes.length}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={api.enabled ? 'gate' : 'red'}>
          {api.enabled ? 'Published' : 'Off'}
        </Badge>{' '}
        <ManagementBadge management={api.management} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Every published API. */
export function ApisPage() {
  const [isImporting, setImporting] = useState(false);
  return (
    <Page
      title="APIs"
      description="Services behind the gateway, and what it takes to call them."
      actions={
        <>
          <Button
            variant="default"
            component="a"
            href={endpoints.apisExport()}
            download="apis.yaml"
            leftSection={<IconFileExport size={18} aria-hidden />}
          >
            Export
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileUpload size={18} aria-hidden />}
            onClick={() => setImporting(true)}
          >
            Import…
          </Button>
          <ImportButton />
          <PublishButton />
        </>
      }
    >
      <ApisFileStatus />
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
      <ServerList
        noun="APIs"
        queryKey="apis"
        endpoint={endpoints.apis}
        columns={['Name', 'Base path', 'Upstream', 'Routes', 'State']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconApi} title="No APIs yet" action={<PublishButton />}>
            Publish a service: say where it is, at which path callers find it, and which scopes each route
            needs. Or import an OpenAPI document that says it already.
          </EmptyState>
        }
      />
    </Page>
  );
}
