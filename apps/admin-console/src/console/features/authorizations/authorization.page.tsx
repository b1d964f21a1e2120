import type { AuthorizationLineage } from '@gatehouse/dto';
import { Alert, Anchor, Button, Code, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { removeScope, revokeAuthorization, useAuthorization } from './api';
import { ConsentSection } from './consent-section';
import { DetailList } from './detail-list';
import { ExchangedSection } from './exchanged-section';
import { GrantSection } from './grant-section';
import { RevokeDialog, type Revoking } from './revoke-dialog';
import { describeReason, Facts } from './words';

interface PartProperties {
  readonly authorization: AuthorizationLineage;
  readonly onRevoke: (revoking: Revoking) => void;
}

function ScopeSection({ authorization, onRevoke }: PartProperties) {
  const { t } = useTranslation('authorizations');
  const navigate = useNavigate();
  const { id, scopes, uses, revokedAt } = authorization;
  const remove = async (scope: string): Promise<void> => {
    const left = await removeScope(id, scope);
    // What is left goes on under another address.
    if (left !== null) await navigate(pages.authorization(left), { replace: true });
  };
  return (
    <Section title={t('scopes.title')} hint={t('scopes.hint')}>
      <ScrollTable label={t('scopes.title')}>
        <Table.Tbody>
          {scopes.map((scope) => {
            const use = uses.find((one) => one.scope === scope);
            return (
              <Table.Tr key={scope}>
                <Table.Td>
                  <Code>{scope}</Code>
                </Table.Td>
                <Table.Td>
                  {use === undefined
                    ? t('scopes.unused')
                    : t('scopes.used', {
                        count: use.calls,
                        number: formatNumber(use.calls),
                        time: formatDateTime(use.lastAt),
                      })}
                </Table.Td>
                <Table.Td ta="right">
                  {revokedAt === null && scopes.length > 1 && (
                    <ForOperators>
                      <Button
                        variant="subtle"
                        color="red"
                        size="xs"
                        aria-label={t('scopes.removeOne', { scope })}
                        onClick={() => onRevoke({ what: 'scope', name: scope, run: () => remove(scope) })}
                      >
                        {t('revoke')}
                      </Button>
                    </ForOperators>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}

function WhoSection({
  authorization: { user, application, createdAt, updatedAt, id },
}: Omit<PartProperties, 'onRevoke'>) {
  const { t } = useTranslation('authorizations');
  return (
    <Section title={t('who')}>
      <Facts
        facts={[
          [
            t('facts.user'),
            <Anchor key="user" component={Link} to={pages.user(user.id)}>
              {user.displayName} ({user.username})
            </Anchor>,
          ],
          [
            t('facts.application'),
            <Anchor key="application" component={Link} to={pages.application(application.id)}>
              {application.name}
            </Anchor>,
          ],
          [t('facts.first'), formatDateTime(createdAt)],
          [t('facts.last'), formatDateTime(updatedAt)],
          [t('facts.id'), <Code key="id">{id}</Code>],
        ]}
      />
    </Section>
  );
}

function AuthorizationView({ authorization }: { readonly authorization: AuthorizationLineage }) {
  const { t } = useTranslation('authorizations');
  const [address] = useSearchParams();
  const [revoking, setRevoking] = useState<Revoking>();
  const { id, user, application, revokedAt, revokedReason, grants } = authorization;
  const chosen = address.get('at') ?? undefined;
  const isShown = grants.some(
    (grant) => grant.id === chosen || grant.accessTokens.some(({ tokenId }) => tokenId === chosen),
  );
  const revoke = (
    <ForOperators>
      <Button
        color="red.9"
        onClick={() =>
          setRevoking({
            what: 'authorization',
            name: `${application.name} – ${user.displayName}`,
            run: () => revokeAuthorization(id),
          })
        }
      >
        {t('revokeAll')}
      </Button>
    </ForOperators>
  );
  return (
    <Page
      title={t('page.title', { application: application.name, user: user.displayName })}
      description={t('page.description')}
      back={{ to: pages.authorizations, label: t('title') }}
      actions={
        <>
          <ChangesLink type="authorization" id={id} />
          {revokedAt === null && revoke}
        </>
      }
    >
      {revokedAt !== null && (
        <Alert color="red" variant="light">
          {t('page.revoked', { time: formatDateTime(revokedAt), reason: describeReason(revokedReason) })}
        </Alert>
      )}
      {chosen !== undefined && !isShown && (
        <Alert color="blue" variant="light">
          {t('page.unseen')}{' '}
          <Anchor component={Link} underline="always" to={pages.accessToken(chosen)}>
            {t('page.unseenLink')}
          </Anchor>
        </Alert>
      )}
      <WhoSection authorization={authorization} />
      <ScopeSection authorization={authorization} onRevoke={setRevoking} />
      {authorization.details !== undefined && (
        <Section title={t('details.title')} hint={t('details.hint')}>
          <DetailList details={authorization.details} />
        </Section>
      )}
      <ExchangedSection authorization={authorization} />
      <ConsentSection consents={authorization.consents} />
      {grants.length === 0 && (
        <Section title={t('tokens.title')}>
          <Text size="sm" c="var(--quiet-text)">
            {t('page.noGrants')}
          </Text>
        </Section>
      )}
      {grants.map((grant) => (
        <GrantSection
          key={grant.id}
          authorization={authorization}
          grant={grant}
          chosen={chosen}
          onRevoke={setRevoking}
        />
      ))}
      {revoking !== undefined && <RevokeDialog revoking={revoking} onClose={() => setRevoking(undefined)} />}
    </Page>
  );
}

/** One authorization: who allowed whom what, how, and what came from it. */
export function AuthorizationPage() {
  const { t } = useTranslation('authorizations');
  const { id = '' } = useParams();
  return (
    <LoadedPage
      result={useAuthorization(id)}
      title={t('page.loading')}
      back={{ to: pages.authorizations, label: t('title') }}
    >
      {(authorization) => <AuthorizationView authorization={authorization} />}
    </LoadedPage>
  );
}
