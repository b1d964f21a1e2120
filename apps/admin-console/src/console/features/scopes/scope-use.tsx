import type { ScopeUse } from '@gatehouse/dto';
import { Anchor, Code, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatAgo, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import classes from './scopes.module.css';

function Routes({ scope: { routes, routeCount } }: { readonly scope: ScopeUse }) {
  const { t } = useTranslation('scopes');
  if (routes.length === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('use.noRoutes')}
      </Text>
    );
  return (
    <>
      <ScrollTable label={t('use.routes')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('use.api')}</Table.Th>
            <Table.Th>{t('use.route')}</Table.Th>
            <Table.Th>{t('use.besides')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {routes.map(({ apiId, apiName, methods, path, others, scopeMatch }, index) => (
            // Routes of one API may look the same; their order is what they are.
            <Table.Tr key={index}>
              <Table.Td>
                <Anchor component={Link} to={pages.api(apiId)} size="sm">
                  {apiName}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Code>
                  {methods.length === 0 ? t('use.anyMethod') : methods.join(', ')} {path}
                </Code>
              </Table.Td>
              <Table.Td>
                <Text size="sm">
                  {others.length === 0
                    ? t('use.alone')
                    : t(scopeMatch === 'all' ? 'use.and' : 'use.or', { scopes: others.join(', ') })}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      {routeCount > routes.length && (
        <Text size="sm" c="var(--quiet-text)" mt="xs">
          {t('use.moreRoutes', { count: routeCount - routes.length })}
        </Text>
      )}
    </>
  );
}

/** What needs a scope, who may have it, and how much it is used. */
export function ScopeUseSection({ scope }: { readonly scope: ScopeUse }) {
  const { t } = useTranslation('scopes');
  const { clientCount, apiKeyCount, authorizationCount, calls, lastUsedAt, builtIn } = scope;
  const facts = [
    ['clients', formatNumber(clientCount)],
    ['apiKeys', formatNumber(apiKeyCount)],
    ['users', formatNumber(authorizationCount)],
    ['calls', formatNumber(calls)],
    ['lastUsed', lastUsedAt === null ? t('use.never') : formatAgo(lastUsedAt)],
  ] as const;
  return (
    <Section title={t('use.title')} hint={t('use.hint')}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`use.facts.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!builtIn && <Routes scope={scope} />}
    </Section>
  );
}
