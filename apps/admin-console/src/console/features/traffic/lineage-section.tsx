import type { CallExplanation, TokenLineage } from '@gatehouse/dto';
import { Alert, Anchor, Code, Group, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ActingChain } from '../../../components/ui/acting-chain';
import { Section } from '../../../components/ui/page';
import { formatDateTime, formatDuration, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { Facts } from './facts';

type Words = TFunction<'traffic'>;

export function Scopes({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('traffic');
  if (names.length === 0) return <Text c="var(--quiet-text)">{t('call.none')}</Text>;
  return (
    <Group gap={6}>
      {names.map((name) => (
        <Code key={name}>{name}</Code>
      ))}
    </Group>
  );
}

/** A name, and that it may do nothing now. */
function Named({ isDisabled, children }: { readonly isDisabled: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('traffic');
  if (!isDisabled) return children;
  return <Trans t={t} i18nKey="lineage.disabledName" components={{ name: <span>{children}</span> }} />;
}

function User({ user }: Pick<TokenLineage, 'user'>) {
  const { t } = useTranslation('traffic');
  if (user === null) return t('lineage.noUser');
  return (
    <Named isDisabled={user.enabled === false}>
      <Anchor component={Link} to={pages.user(user.id)}>
        {user.displayName ?? user.name ?? user.id}
      </Anchor>
    </Named>
  );
}

function Application({ application, client }: Pick<TokenLineage, 'application' | 'client'>) {
  const { t } = useTranslation('traffic');
  if (application === null) return t('lineage.applicationGone', { id: client.id });
  return (
    <Trans
      t={t}
      i18nKey="lineage.application"
      components={{
        application: (
          <Named isDisabled={!application.enabled}>
            <Anchor component={Link} to={pages.application(application.id)} underline="always">
              {application.name}
            </Anchor>
          </Named>
        ),
        client: (
          <Named isDisabled={client.enabled === false}>
            <Code>{client.id}</Code>
          </Named>
        ),
      }}
    />
  );
}

function describeLife(t: Words, { issuedAt, expiresAt }: TokenLineage): string {
  const seconds = Math.round((Date.parse(expiresAt) - Date.parse(issuedAt)) / 1000);
  const values = {
    issued: formatDateTime(issuedAt),
    time: formatDuration(seconds),
    end: formatDateTime(expiresAt),
  };
  return Date.parse(expiresAt) < Date.now()
    ? t('lineage.lifeExpired', values)
    : t('lineage.lifeExpires', values);
}

function describeAuthorization(t: Words, { authorization, tokenId }: TokenLineage): ReactNode {
  if (authorization === null) return undefined;
  const { id, createdAt, updatedAt, revokedAt } = authorization;
  const values = { given: formatDateTime(createdAt), grown: formatDateTime(updatedAt) };
  return (
    <>
      {revokedAt === null
        ? t('lineage.given', values)
        : t('lineage.givenRevoked', { ...values, revoked: formatDateTime(revokedAt) })}{' '}
      ·{' '}
      <Anchor component={Link} to={pages.authorization(id, tokenId)} underline="always">
        {t('lineage.seeAll')}
      </Anchor>
    </>
  );
}

function describeGrant(t: Words, { grant }: TokenLineage): ReactNode {
  if (grant === null) return undefined;
  const { id, refreshTokens, lastRefreshedAt, revokedAt } = grant;
  const said = [
    t('lineage.refreshTokens', { count: refreshTokens, number: formatNumber(refreshTokens) }),
    ...(lastRefreshedAt === null
      ? []
      : [t('lineage.lastRefreshed', { time: formatDateTime(lastRefreshedAt) })]),
    ...(revokedAt === null ? [] : [t('lineage.grantEnded', { time: formatDateTime(revokedAt) })]),
  ];
  return (
    <>
      <Code>{id}</Code> · {said.join(' · ')}
    </>
  );
}

const KEY_STATES = ['next', 'active', 'retired', 'revoked'] as const;

function describeKey(t: Words, { key, format }: TokenLineage): ReactNode {
  if (format === 'opaque') return t('lineage.opaque');
  if (key === null) return t('lineage.keyGone');
  const state = KEY_STATES.find((one) => one === key.state);
  return (
    <>
      <Code>{key.kid}</Code> · {key.algorithm},{' '}
      {state === undefined ? key.state : t(`lineage.keyStates.${state}`)}
    </>
  );
}

/** Who acts for whom: the one that holds the token first. */
function describeActors({ actors, user }: TokenLineage): ReactNode {
  if (actors.length === 0) return undefined;
  const subject = user === null ? null : { id: user.id, name: user.displayName ?? user.name ?? user.id };
  return <ActingChain parties={actors} user={subject} />;
}

function Lineage({ token }: { readonly token: TokenLineage }) {
  const { t } = useTranslation('traffic');
  return (
    <Section title={t('lineage.title')} hint={t('lineage.hint')}>
      {token.revocations.map(({ kind, id, revokedAt }) => (
        <Alert key={`${kind} ${id}`} color="red" variant="light" mb="md">
          {t(`lineage.revoked.${kind}`, { time: formatDateTime(revokedAt) })}
        </Alert>
      ))}
      <Facts
        facts={[
          [t('lineage.issued'), describeLife(t, token)],
          [t('lineage.by'), token.issuedBy],
          [
            t('lineage.for'),
            <Application key="application" application={token.application} client={token.client} />,
          ],
          [t('lineage.endUser'), <User key="user" user={token.user} />],
          [
            t('lineage.signedIn'),
            token.authenticatedAt === null ? undefined : formatDateTime(token.authenticatedAt),
          ],
          [t('lineage.scopes'), <Scopes key="scopes" names={token.scopes} />],
          [t('lineage.audience'), token.audience.join(', ')],
          [t('lineage.authorization'), describeAuthorization(t, token)],
          [t('lineage.grant'), describeGrant(t, token)],
          [t('lineage.acts'), describeActors(token)],
          [t('lineage.exchangedFrom'), token.origins.length === 0 ? undefined : token.origins.join(', ')],
          [t('lineage.key'), describeKey(t, token)],
          [
            t('lineage.tokenId'),
            <Anchor key="id" component={Link} to={pages.accessToken(token.tokenId)}>
              <Code>{token.tokenId}</Code>
            </Anchor>,
          ],
        ]}
      />
    </Section>
  );
}

/** Where the access token of a call comes from, or why nobody can tell. */
export function LineageSection({ call }: { readonly call: CallExplanation }) {
  const { t } = useTranslation('traffic');
  const { token, checks } = call;
  if (token !== null) return <Lineage token={token} />;
  const isUnknown = checks.some(({ name, verdict }) => name === 'token-known' && verdict === 'refused');
  return (
    <Section title={t('lineage.title')}>
      <Text c="var(--quiet-text)">{t(isUnknown ? 'lineage.notOurs' : 'lineage.noToken')}</Text>
    </Section>
  );
}
