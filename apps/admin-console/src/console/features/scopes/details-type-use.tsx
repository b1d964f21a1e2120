import type { DetailsTypeUse } from '@gatehouse/dto';
import { Anchor, Code, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import classes from './scopes.module.css';

/** Which routes demand details of a type, and who may have them. */
export function DetailsTypeUseSection({ type }: { readonly type: DetailsTypeUse }) {
  const { t } = useTranslation('scopes');
  const { routes, clientCount, authorizationCount } = type;
  return (
    <Section title={t('use.title')} hint={t('details.use.hint')}>
      <dl className={classes.facts}>
        <div>
          <dt>{t('use.facts.clients')}</dt>
          <dd>{formatNumber(clientCount)}</dd>
        </div>
        <div>
          <dt>{t('use.facts.users')}</dt>
          <dd>{formatNumber(authorizationCount)}</dd>
        </div>
      </dl>
      {routes.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('details.use.noRoutes')}
        </Text>
      ) : (
        <ScrollTable label={t('details.use.routes')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('use.api')}</Table.Th>
              <Table.Th>{t('use.route')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {routes.map(({ apiId, apiName, methods, path }, index) => (
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
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}
