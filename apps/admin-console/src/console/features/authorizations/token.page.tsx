import type { AccessTokenLineage } from '@gatehouse/dto';
import { Anchor, Button, Code, Group } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ActingChain } from '../../../components/ui/acting-chain';
import { ChangesLink } from '../../../components/ui/changes-link';
import { Page, Section } from '../../../components/ui/page';
import { ForOperators, useRole } from '../../../components/ui/role';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { ApiError } from '../../../lib/api-client';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { revokeAccessToken, useAccessToken } from './api';
import { DetailList } from './detail-list';
import { RevokeDialog } from './revoke-dialog';
import { Facts, StateBadge } from './words';

const actingChain = ({ actors, user }: AccessTokenLineage) => (
  <ActingChain
    key="actors"
    parties={actors}
    user={user === null ? null : { id: user.id, name: user.displayName ?? user.name ?? user.id }}
  />
);

function TokenFacts({ token }: { readonly token: AccessTokenLineage }) {
  const { t } = useTranslation('authorizations');
  const { application, user, authorization, lastUse } = token;
  const link = (to: string, text: string) => (
    <Anchor component={Link} to={to}>
      {text}
    </Anchor>
  );
  return (
    <Section title={t('token.origin')}>
      <Facts
        facts={[
          [t('facts.state'), <StateBadge key="state" state={token.state} />],
          [
            t('facts.revoked'),
            token.revocations[0] === undefined ? undefined : formatDateTime(token.revocations[0].revokedAt),
          ],
          [
            t('facts.application'),
            application === null
              ? undefined
              : link(pages.application(application.id), application.name ?? ''),
          ],
          [t('facts.client'), <Code key="client">{token.client.id}</Code>],
          [
            t('facts.user'),
            user === null ? t('token.noUser') : link(pages.user(user.id), user.displayName ?? user.id),
          ],
          [
            t('facts.authorization'),
            authorization === null
              ? undefined
              : link(pages.authorization(authorization.id, token.tokenId), authorization.id),
          ],
          [t('facts.flow'), token.issuedBy],
          [t('facts.actors'), token.actors.length === 0 ? undefined : actingChain(token)],
          [
            t('facts.origins'),
            token.origins.length === 0 ? undefined : (
              <Group gap={6}>{token.origins.map((id) => link(pages.accessToken(id), id))}</Group>
            ),
          ],
          [t('facts.scopes'), token.scopes.join(' ')],
          [
            t('details.title'),
            token.details === undefined ? undefined : <DetailList key="details" details={token.details} />,
          ],
          [t('facts.audience'), token.audience.join(', ')],
          [t('facts.issued'), formatDateTime(token.issuedAt)],
          [t('facts.expires'), formatDateTime(token.expiresAt)],
          [
            t('facts.used'),
            lastUse === null
              ? t('tokens.unseen')
              : `${formatDateTime(lastUse.at)}, ${t('calls', { count: lastUse.calls, number: formatNumber(lastUse.calls) })}`,
          ],
          [
            t('facts.lastCall'),
            lastUse?.requestId == null ? undefined : link(pages.call(lastUse.requestId), t('tokens.why')),
          ],
          [t('facts.tokenId'), <Code key="id">{token.tokenId}</Code>],
        ]}
      />
    </Section>
  );
}

/** One access token, whoever it is of; one that nothing is known of can be revoked all the same. */
export function AccessTokenPage() {
  const { t } = useTranslation('authorizations');
  const { tokenId = '' } = useParams();
  const [isRevoking, setRevoking] = useState(false);
  const { mayWriteAll } = useRole();
  const result = useAccessToken(tokenId);
  const isUnknown = result.error instanceof ApiError && result.error.status === 404;
  const button = (
    <Button color="red.9" onClick={() => setRevoking(true)}>
      {t('revoke')}
    </Button>
  );
  return (
    <Page
      title={t('token.title')}
      description={<Code>{tokenId}</Code>}
      back={{ to: pages.authorizations, label: t('title') }}
      actions={
        <>
          <ChangesLink type="access-token" id={tokenId} />
          {result.data?.state === 'active' && <ForOperators>{button}</ForOperators>}
        </>
      }
    >
      {result.isSuccess ? (
        <TokenFacts token={result.data} />
      ) : isUnknown ? (
        <EmptyState icon={IconKeyOff} title={t('token.unknown')} action={mayWriteAll ? button : undefined}>
          {t('token.unknownText')}
        </EmptyState>
      ) : result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <ListSkeleton />
      )}
      {isRevoking && (
        <RevokeDialog
          revoking={{ what: 'token', name: tokenId.slice(0, 8), run: () => revokeAccessToken(tokenId) }}
          onClose={() => setRevoking(false)}
        />
      )}
    </Page>
  );
}
