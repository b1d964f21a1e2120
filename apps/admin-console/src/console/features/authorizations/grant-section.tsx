import type { AuthorizationLineage, GrantDetail } from '@gatehouse/dto';
import { Button, Code, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { revokeAccessToken, revokeGrant } from './api';
import type { Revoking } from './revoke-dialog';
import { TokenTable } from './token-table';
import { Facts, RevocationNote, StateBadge } from './words';

interface Properties {
  readonly authorization: AuthorizationLineage;
  readonly grant: GrantDetail;
  readonly chosen: string | undefined;
  readonly onRevoke: (revoking: Revoking) => void;
}

/** What one redemption began: its refresh tokens, and the access tokens that came from it. */
export function GrantSection({ authorization, grant, chosen, onRevoke }: Properties) {
  const { t } = useTranslation('authorizations');
  const { refreshTokens } = grant;
  const name = grant.id.slice(0, 8);
  return (
    <Section title={t('grant.title', { id: name })} hint={t('grant.hint')}>
      <Group justify="space-between" align="flex-start" mb="md">
        <Facts
          facts={[
            [t('facts.state'), <StateBadge key="state" state={grant.state} />],
            [
              t('facts.revoked'),
              grant.revocation === null ? undefined : <RevocationNote revocation={grant.revocation} />,
            ],
            [t('facts.client'), <Code key="client">{grant.clientId}</Code>],
            [
              t('facts.refreshTokens'),
              refreshTokens === null
                ? t('grant.noRefresh')
                : t('grant.refresh', {
                    count: refreshTokens.count,
                    number: formatNumber(refreshTokens.count),
                    first: formatDateTime(refreshTokens.firstAt),
                    last: formatDateTime(refreshTokens.lastAt),
                  }),
            ],
            [
              t('facts.ends'),
              refreshTokens === null
                ? undefined
                : t('grant.ends', {
                    idle: formatDateTime(refreshTokens.idleExpiresAt),
                    end: formatDateTime(refreshTokens.expiresAt),
                  }),
            ],
            [t('facts.grantId'), <Code key="id">{grant.id}</Code>],
          ]}
        />
        {grant.state === 'active' && (
          <ForOperators>
            <Button
              variant="light"
              color="red"
              size="xs"
              onClick={() =>
                onRevoke({ what: 'grant', name, run: () => revokeGrant(authorization.id, grant.id) })
              }
            >
              {t('grant.revoke')}
            </Button>
          </ForOperators>
        )}
      </Group>
      {grant.accessTokens.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('tokens.none')}
        </Text>
      ) : (
        <TokenTable
          tokens={grant.accessTokens}
          chosen={chosen}
          onRevoke={({ tokenId }) =>
            onRevoke({ what: 'token', name: tokenId.slice(0, 8), run: () => revokeAccessToken(tokenId) })
          }
        />
      )}
    </Section>
  );
}
