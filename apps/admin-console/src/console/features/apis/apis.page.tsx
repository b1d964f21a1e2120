import type { ApiSummary } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconApi, IconFileExport, IconFileImport, IconFileUpload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatNumber } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { ApisFileStatus } from './apis-file-status';
import { ManagementBadge } from './file-notice';
import classes from './apis.module.css';
import { ImportDialog } from './import-dialog';
import { ForOperators } from '../../../components/ui/role';

function ImportButton() {
  const { t } = useTranslation('apis');
  return (
    <ForOperators>
      <Button
        component={Link}
        to={pages.importApi}
        variant="default"
        leftSection={<IconFileImport size={18} aria-hidden />}
      >
        {t('list.import')}
      </Button>
    </ForOperators>
  );
}

function PublishButton() {
  const { t } = useTranslation('apis');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newApi} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('new.title')}
      </Button>
    </ForOperators>
  );
}

function renderRow(api: ApiSummary) {
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
            {i18next.t('apis:list.moreTargets', {
              count: api.targets.length - 1,
              number: formatNumber(api.targets.length - 1),
            })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{formatNumber(api.routeCount)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={api.enabled ? 'gate' : 'red'}>
          {i18next.t(api.enabled ? 'apis:list.published' : 'apis:list.off')}
        </Badge>{' '}
        <ManagementBadge management={api.management} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Every published API. */
export function ApisPage() {
  const { t } = useTranslation('apis');
  const [isImporting, setImporting] = useState(false);
  return (
    <Page
      title={t('list.title')}
      description={t('list.hint')}
      actions={
        <>
          <Button
            variant="default"
            component="a"
            href={endpoints.apisExport()}
            download="apis.yaml"
            leftSection={<IconFileExport size={18} aria-hidden />}
          >
            {t('list.export')}
          </Button>
          <ForOperators>
            <Button
              variant="default"
              leftSection={<IconFileUpload size={18} aria-hidden />}
              onClick={() => setImporting(true)}
            >
              {t('list.importFile')}
            </Button>
          </ForOperators>
          <ImportButton />
          <PublishButton />
        </>
      }
    >
      <ApisFileStatus />
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
      <ServerList
        noun="apis"
        queryKey="apis"
        endpoint={endpoints.apis}
        columns={(['name', 'basePath', 'upstream', 'routes', 'state'] as const).map((column) =>
          t(`list.columns.${column}`),
        )}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconApi} title={t('list.empty.title')} action={<PublishButton />}>
            {t('list.empty.hint')}
          </EmptyState>
        }
      />
    </Page>
  );
}
