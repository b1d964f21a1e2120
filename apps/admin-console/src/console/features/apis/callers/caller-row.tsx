import type { ApiCaller, ApiCallerWay } from '@gatehouse/dto';
import { Anchor, Badge, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatAgo, formatNumber } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import classes from '../apis.module.css';
import { Reasons } from './reasons';

/** How many routes of how many, where there is more than one. */
function useCount() {
  const { t } = useTranslation('apis');
  return (open: number, routes: number): string =>
    t('whoCan.open', { count: routes, open: formatNumber(open), routes: formatNumber(routes) });
}

function Way({ way, routes }: { readonly way: ApiCallerWay; readonly routes: number }) {
  const { t } = useTranslation('apis');
  const count = useCount();
  const { credential, name, openRoutes, reasons, furtherReasons } = way;
  const by = t(`whoCan.by.${credential}`, { name });
  const isPartly = openRoutes > 0 && openRoutes < routes;
  return (
    <div>
      <Text size="sm" className={classes.address ?? ''}>
        {isPartly ? t('whoCan.opens', { way: by, open: count(openRoutes, routes) }) : by}
      </Text>
      <Reasons reasons={reasons} further={furtherReasons} routes={routes} />
    </div>
  );
}

/** One application, and how far it gets. */
export function CallerRow({ caller, routes }: { readonly caller: ApiCaller; readonly routes: number }) {
  const { t } = useTranslation('apis');
  const count = useCount();
  const { applicationId, name, canCall, openRoutes, lastCallAt, reasons, ways } = caller;
  return (
    <Table.Tr>
      <Table.Td miw={170} valign="top">
        <Anchor
          component={Link}
          to={pages.application(applicationId)}
          fw={600}
          className={classes.address ?? ''}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td miw={130} valign="top">
        <Badge variant="light" color={canCall ? 'gate' : 'red'}>
          {t(canCall ? 'whoCan.yes' : 'whoCan.no')}
        </Badge>
        {canCall && routes > 1 && (
          <Text size="sm" c="var(--quiet-text)" mt={4}>
            {count(openRoutes, routes)}
          </Text>
        )}
      </Table.Td>
      <Table.Td miw={280} valign="top">
        <Stack gap="xs">
          <Reasons reasons={reasons} routes={0} />
          {ways.map((way) => (
            <Way key={`${way.credential} ${way.id} ${way.name}`} way={way} routes={routes} />
          ))}
        </Stack>
      </Table.Td>
      <Table.Td miw={110} valign="top">
        <Text size="sm">{lastCallAt === null ? t('whoCan.never') : formatAgo(lastCallAt)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
