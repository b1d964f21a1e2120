import type { AccessTokenDetail } from '@gatehouse/dto';
import { Anchor, Button, Code, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ActingLine } from '../../../components/ui/acting-chain';
import { ForOperators } from '../../../components/ui/role';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { describeGrantType } from '../../../lib/grant-words';
import { pages } from '../../../lib/paths';
import classes from './authorizations.module.css';
import { RevocationNote, StateBadge } from './words';

function LastUse({ use }: { readonly use: AccessTokenDetail['lastUse'] }) {
  const { t } = useTranslation('authorizations');
  if (use === null)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('tokens.unseen')}
      </Text>
    );
  return (
    <>
      {formatDateTime(use.at)}
      <Text size="sm" c="var(--quiet-text)">
        {t('calls', { count: use.calls, number: formatNumber(use.calls) })}
        {use.requestId !== null && (
          <>
            {' · '}
            <Anchor component={Link} size="sm" underline="always" to={pages.call(use.requestId)}>
              {t('tokens.why')}
            </Anchor>
          </>
        )}
      </Text>
    </>
  );
}

function Origin({ token }: { readonly token: AccessTokenDetail }) {
  const { t } = useTranslation('authorizations');
  const { grantType, actors, origins } = token;
  return (
    <>
      {grantType === null ? t('tokens.unknownFlow') : describeGrantType(grantType)}
      {actors.length > 0 && (
        <Text size="sm" c="var(--quiet-text)">
          <ActingLine parties={actors} />
        </Text>
      )}
      {origins.map((id) => (
        <Text key={id} size="sm" c="var(--quiet-text)">
          {t('tokens.from', { id: id.slice(0, 8) })}
        </Text>
      ))}
    </>
  );
}

interface Properties {
  readonly tokens: readonly AccessTokenDetail[];
  /** The one that was looked for. */
  readonly chosen?: string | undefined;
  readonly onRevoke: (token: AccessTokenDetail) => void;
}

/** Access tokens: which, by what they came, and what became of them. */
export function TokenTable({ tokens, chosen, onRevoke }: Properties) {
  const { t } = useTranslation(['authorizations', 'ui']);
  const row = (token: AccessTokenDetail) => (
    <Table.Tr
      key={token.tokenId}
      className={token.tokenId === chosen ? (classes.chosen ?? '') : ''}
      aria-current={token.tokenId === chosen || undefined}
    >
      <Table.Td>
        <Anchor component={Link} to={pages.accessToken(token.tokenId)} title={token.tokenId}>
          <Code>{token.tokenId.slice(0, 8)}</Code>
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {t(`tokens.${token.format}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Origin token={token} />
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {token.scopes.map((scope) => (
            <Code key={scope}>{scope}</Code>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{formatDateTime(token.issuedAt)}</Table.Td>
      <Table.Td>{formatDateTime(token.expiresAt)}</Table.Td>
      <Table.Td>
        <LastUse use={token.lastUse} />
      </Table.Td>
      <Table.Td>
        <StateBadge state={token.state} />
        {token.revocation !== null && (
          <Text size="sm" c="var(--quiet-text)">
            <RevocationNote revocation={token.revocation} />
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {token.state === 'active' && (
          <ForOperators>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              aria-label={t('tokens.revokeOne', { id: token.tokenId.slice(0, 8) })}
              onClick={() => onRevoke(token)}
            >
              {t('revoke')}
            </Button>
          </ForOperators>
        )}
      </Table.Td>
    </Table.Tr>
  );
  const columns = ['id', 'flow', 'scopes', 'issued', 'expires', 'used', 'state'] as const;
  return (
    <ScrollTable label={t('tokens.title')} miw={900}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{t(`tokens.columns.${column}`)}</Table.Th>
          ))}
          <Table.Th>
            <span className="visually-hidden">{t('ui:actions')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{tokens.map(row)}</Table.Tbody>
    </ScrollTable>
  );
}
