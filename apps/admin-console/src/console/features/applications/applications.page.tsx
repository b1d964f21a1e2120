import type { ApplicationSummary } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Group, Table, Text, Tooltip } from '@mantine/core';
import {
  IconApps,
  IconFileExport,
  IconFileImport,
  IconPlus,
  IconRosetteDiscountCheck,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListColumn, ListFilter } from '../../../components/ui/list-controls';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatAgo, formatDate, formatDateTime, formatNumber } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { ApplicationAvatar } from './application-avatar';
import classes from './applications.module.css';
import { KINDS } from './kinds';
import { useApplicationSelection } from './use-selection';
import { ForOperators, useRole } from '../../../components/ui/role';

function RegisterButton() {
  const { t } = useTranslation('applications');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newApplication} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('list.register')}
      </Button>
    </ForOperators>
  );
}

function FileButtons({ onExport }: { readonly onExport: () => void }) {
  const { t } = useTranslation('applications');
  return (
    <>
      <Button variant="default" leftSection={<IconFileExport size={18} aria-hidden />} onClick={onExport}>
        {t('list.exportAll')}
      </Button>
      <Button
        component={Link}
        to={pages.importApplications}
        variant="default"
        leftSection={<IconFileImport size={18} aria-hidden />}
      >
        {t('list.import')}
      </Button>
    </>
  );
}

function StateBadge({ application: { builtIn, enabled } }: { readonly application: ApplicationSummary }) {
  const { t } = useTranslation('applications');
  if (builtIn)
    return (
      <Badge variant="light" color="gray">
        {t('state.builtIn')}
      </Badge>
    );
  return (
    <Badge variant="light" color={enabled ? 'gate' : 'red'}>
      {t(enabled ? 'state.enabled' : 'state.disabled')}
    </Badge>
  );
}

function NameCell({ application }: { readonly application: ApplicationSummary }) {
  const { t } = useTranslation('applications');
  const { id, name, publisher, description, isVerified } = application;
  return (
    <Group wrap="nowrap" gap="sm">
      <ApplicationAvatar application={application} />
      <div className={classes.name}>
        <Anchor component={Link} to={pages.application(id)} fw={600}>
          {name}
        </Anchor>
        {isVerified && (
          <IconRosetteDiscountCheck
            size={16}
            className={classes.verified ?? ''}
            role="img"
            aria-label={t('list.verified')}
          />
        )}
        <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
          {publisher === null ? description : t('list.by', { publisher })}
        </Text>
      </div>
    </Group>
  );
}

function ClientsCell({ clientIds: [first, ...others] }: ApplicationSummary) {
  const { t } = useTranslation('applications');
  if (first === undefined) return <Text size="sm">{t('list.noClients')}</Text>;
  return (
    <>
      <Code className={classes.client ?? ''} title={first}>
        {first}
      </Code>
      {others.length > 0 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('list.moreClients', { number: formatNumber(others.length) })}
        </Text>
      )}
    </>
  );
}

function ApplicationRow({
  application,
  leading,
}: {
  readonly application: ApplicationSummary;
  readonly leading: ReactNode;
}) {
  const { t } = useTranslation('applications');
  return (
    <Table.Tr>
      {leading}
      <Table.Td miw={240}>
        <NameCell application={application} />
      </Table.Td>
      <Table.Td className={classes.nowrap ?? ''}>
        {application.builtIn ? '' : t(`kind.${application.kind}.title`)}
      </Table.Td>
      <Table.Td>
        <ClientsCell {...application} />
      </Table.Td>
      <Table.Td>
        <StateBadge application={application} />
      </Table.Td>
      <Table.Td className={classes.nowrap ?? ''}>
        {application.lastUsedAt === null ? (
          <Text size="sm" c="var(--quiet-text)">
            {t('list.never')}
          </Text>
        ) : (
          <Tooltip label={formatDateTime(application.lastUsedAt)}>
            <span>{formatAgo(application.lastUsedAt)}</span>
          </Tooltip>
        )}
      </Table.Td>
      <Table.Td className={classes.nowrap ?? ''}>{formatDate(application.createdAt)}</Table.Td>
    </Table.Tr>
  );
}

const renderRow = (application: ApplicationSummary, leading: ReactNode) => (
  <ApplicationRow key={application.id} application={application} leading={leading} />
);

type Translate = TFunction<'applications'>;

const toColumns = (t: Translate): readonly ListColumn[] => [
  { label: t('list.application'), sort: 'name' },
  t('list.kind'),
  t('list.clients'),
  t('list.state'),
  { label: t('list.lastUsed'), sort: 'lastUsed', first: 'descending' },
  { label: t('list.registered'), sort: 'created', first: 'descending' },
];

const toFilters = (t: Translate): readonly ListFilter[] => [
  {
    name: 'state',
    label: t('list.state'),
    options: [
      { value: 'enabled', label: t('state.enabled') },
      { value: 'disabled', label: t('state.disabled') },
      { value: 'built-in', label: t('state.builtIn') },
    ],
  },
  {
    name: 'kind',
    label: t('list.kind'),
    options: KINDS.map(({ kind }) => ({ value: kind, label: t(`kind.${kind}.title`) })),
  },
];

/** Every registered application. */
export function ApplicationsPage() {
  const { t } = useTranslation('applications');
  const { selection, dialogs, exportAll } = useApplicationSelection();
  const { mayWriteAll } = useRole();
  return (
    <Page
      title={t('list.title')}
      description={t('list.description')}
      actions={
        <>
          {mayWriteAll && <FileButtons onExport={exportAll} />}
          <RegisterButton />
        </>
      }
    >
      <ServerList
        noun="applications"
        queryKey="applications"
        endpoint={endpoints.applications}
        columns={toColumns(t)}
        renderRow={renderRow}
        filters={toFilters(t)}
        {...(mayWriteAll && { selection })}
        empty={
          <EmptyState icon={IconApps} title={t('list.empty')} action={<RegisterButton />}>
            {t('list.emptyDetail')}
          </EmptyState>
        }
      />
      {dialogs}
    </Page>
  );
}
