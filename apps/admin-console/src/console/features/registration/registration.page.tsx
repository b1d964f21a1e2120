import type { RegistrationPolicyDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Paper, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDate, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { usePolicies } from './api';

function findState({ enabled, expiresAt, maxRegistrations, registrations }: RegistrationPolicyDetail) {
  if (!enabled) return 'off';
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return 'ended';
  return maxRegistrations !== null && registrations >= maxRegistrations ? 'usedUp' : 'on';
}

const COLOURS = { on: 'gate', off: 'gray', ended: 'red', usedUp: 'red' } as const;

function Row({ policy }: { readonly policy: RegistrationPolicyDetail }) {
  const { t } = useTranslation('registration');
  const state = findState(policy);
  const { id, kind, name, allowedScopes, registrations, maxRegistrations, expiresAt } = policy;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.registrationPolicy(id)} fw={600}>
          {kind === 'token' ? name : t(`${kind}.name`)}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {t(`${kind}.who`)}
        </Text>
      </Table.Td>
      <Table.Td>
        {allowedScopes.length === 0
          ? t('list.noScopes')
          : t('list.scopes', { count: allowedScopes.length, number: formatNumber(allowedScopes.length) })}
      </Table.Td>
      <Table.Td>
        {maxRegistrations === null
          ? formatNumber(registrations)
          : t('list.of', { some: formatNumber(registrations), all: formatNumber(maxRegistrations) })}
      </Table.Td>
      <Table.Td>{expiresAt === null ? t('list.noEnd') : formatDate(expiresAt)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={COLOURS[state]}>
          {t(`states.${state}`)}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

function NewButton() {
  const { t } = useTranslation('registration');
  return (
    <ForOperators>
      <Button
        component={Link}
        to={pages.newRegistrationPolicy}
        leftSection={<IconPlus size={18} aria-hidden />}
      >
        {t('new.button')}
      </Button>
    </ForOperators>
  );
}

/** The terms on which clients register themselves. */
export function RegistrationPage() {
  const { t } = useTranslation('registration');
  const result = usePolicies();
  return (
    <Page title={t('title')} description={t('description')} actions={<NewButton />}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && (
        <Paper withBorder>
          <ScrollTable label={t('title')} miw={700}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('list.terms')}</Table.Th>
                <Table.Th>{t('list.scopesHead')}</Table.Th>
                <Table.Th>{t('list.registered')}</Table.Th>
                <Table.Th>{t('list.ends')}</Table.Th>
                <Table.Th>{t('list.state')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.data.map((policy) => (
                <Row key={policy.id} policy={policy} />
              ))}
            </Table.Tbody>
          </ScrollTable>
        </Paper>
      )}
    </Page>
  );
}
