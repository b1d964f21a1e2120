import type { ScopeDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Group, Table, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { SensitivityNote } from '../../../components/ui/sensitivity-note';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { nameLanguage } from '../../../lib/language';
import { useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';

function UsedBy({ scope: { usedBy, apiCount }, t }: RowProperties) {
  if (apiCount === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('list.unused')}
      </Text>
    );
  return (
    <>
      {usedBy.slice(0, 2).map(({ apiId, apiName }) => (
        <Anchor key={apiId} component={Link} to={pages.api(apiId)} size="sm" display="block" py={3}>
          {apiName}
        </Anchor>
      ))}
      {apiCount > 2 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('list.moreApis', { count: apiCount - 2 })}
        </Text>
      )}
    </>
  );
}

interface RowProperties {
  readonly scope: ScopeDetail;
  readonly t: TFunction<'scopes'>;
}

function Row({ scope, t, isLinked }: RowProperties & { readonly isLinked: boolean }) {
  const { name, title, description, texts, icon, sensitivity, builtIn } = scope;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <ScopeIcon icon={icon} />
          <div>
            {isLinked ? (
              <Anchor component={Link} to={pages.scope(name)} ff="monospace" size="sm" fw={600}>
                {name}
              </Anchor>
            ) : (
              <Code>{name}</Code>
            )}
            {builtIn && (
              <Badge variant="light" color="gray" size="sm" display="block" mt={2}>
                {t('builtIn')}
              </Badge>
            )}
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={550}>
          {title}
        </Text>
        <Text size="sm" c="var(--quiet-text)" lineClamp={2}>
          {description}
        </Text>
        {sensitivity !== 'normal' && (
          <SensitivityNote sensitivity={sensitivity} label={t(`sensitivity.${sensitivity}.label`)} />
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{Object.keys(texts).map(nameLanguage).join(', ')}</Text>
      </Table.Td>
      <Table.Td>{!builtIn && <UsedBy scope={scope} t={t} />}</Table.Td>
    </Table.Tr>
  );
}

/** What applications can be allowed to do, and the words that users read. */
export function ScopesPage() {
  const { t } = useTranslation('scopes');
  const { mayWriteAll } = useRole();
  const isMember = useMe()?.role === 'member';
  const define = mayWriteAll && (
    <Button component={Link} to={pages.newScope} leftSection={<IconPlus size={18} aria-hidden />}>
      {t('list.define')}
    </Button>
  );
  return (
    <Page title={t('list.title')} description={t('list.description')} actions={define}>
      <ServerList<ScopeDetail>
        noun="scopes"
        queryKey="scopes"
        endpoint={endpoints.scopes}
        filters={[
          {
            name: 'isUsed',
            label: t('list.use.label'),
            options: [
              { value: 'true', label: t('list.use.true') },
              { value: 'false', label: t('list.use.false') },
            ],
          },
          {
            name: 'sensitivity',
            label: t('form.sensitivity'),
            options: (['normal', 'sensitive', 'very-sensitive'] as const).map((value) => ({
              value,
              label: t(`sensitivity.${value}.label`),
            })),
          },
          {
            name: 'isBuiltIn',
            label: t('list.kind.label'),
            options: [
              { value: 'false', label: t('list.kind.false') },
              { value: 'true', label: t('builtIn') },
            ],
          },
        ]}
        columns={[
          t('list.columns.scope'),
          t('list.columns.words'),
          t('list.columns.languages'),
          t('list.columns.usedBy'),
        ]}
        renderRow={(scope) => <Row key={scope.name} scope={scope} t={t} isLinked={!isMember} />}
        empty={
          <EmptyState icon={IconKey} title={t('list.empty.title')} action={define}>
            {t('list.empty.detail')}
          </EmptyState>
        }
      />
    </Page>
  );
}
