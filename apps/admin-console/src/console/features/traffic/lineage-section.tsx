import type { CallExplanation, TokenLineage } from '@gatehouse/dto';
import { Alert, Anchor, Code, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { formatDateTime, formatDuration } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { Facts } from './facts';

const KINDS = {
  'access-token': 'The access token, or one that it was exchanged from,',
  grant: 'The whole grant',
  authorization: 'The authorization of the end user',
  user: 'Everything of the end user',
} as const;

export function Scopes({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <Text c="var(--quiet-text)">none</Text>;
  return (
    <Group gap={6}>
      {names.map((name) => (
        <Code key={name}>{name}</Code>
      ))}
    </Group>
  );
}

const orDisabled = (isEnabled: boolean | null): string => (isEnabled === false ? ' (disabled)' : '');

function describeUser({ user }: TokenLineage): ReactNode {
  if (user === null) return 'None: the client acts for itself';
  return (
    <>
      <Anchor component={Link} to={pages.user(user.id)}>
        {user.displayName ?? user.name ?? user.id}
      </Anchor>
      {orDisabled(user.enabled)}
    </>
  );
}

function describeApplication({ application, client }: TokenLineage): ReactNode {
  if (application === null) return `Gone; its client was ${client.id}`;
  return (
    <>
      <Anchor component={Link} to={pages.application(application.id)} underline="always">
        {application.name}
      </Anchor>
      {orDisabled(application.enabled)}, client <Code>{client.id}</Code>
      {orDisabled(client.enabled)}
    </>
  );
}

function describeLife({ issuedAt, expiresAt }: TokenLineage): string {
  const seconds = Math.round((Date.parse(expiresAt) - Date.parse(issuedAt)) / 1000);
  const end = `${Date.parse(expiresAt) < Date.now() ? 'expired' : 'expires'} ${formatDateTime(expiresAt)}`;
  return `${formatDateTime(issuedAt)}, for ${formatDuration(seconds)}; ${end}`;
}

function describeAuthorization({ authorization, tokenId }: TokenLineage): ReactNode {
  if (authorization === null) return undefined;
  const { id, createdAt, updatedAt, revokedAt } = authorization;
  const end = revokedAt === null ? '' : `, revoked ${formatDateTime(revokedAt)}`;
  return (
    <>
      Given {formatDateTime(createdAt)}, last grown {formatDateTime(updatedAt)}
      {end} ·{' '}
      <Anchor component={Link} to={pages.authorization(id, tokenId)}>
        See all that came from it
      </Anchor>
    </>
  );
}

function describeGrant({ grant }: TokenLineage): ReactNode {
  if (grant === null) return undefined;
  const refreshed = grant.lastRefreshedAt === null ? '' : `, last ${formatDateTime(grant.lastRefreshedAt)}`;
  const count = `${grant.refreshTokens} refresh token${grant.refreshTokens === 1 ? '' : 's'}${refreshed}`;
  return (
    <>
      <Code>{grant.id}</Code> · {count}
      {grant.revokedAt !== null && ` · ended ${formatDateTime(grant.revokedAt)}`}
    </>
  );
}

function describeKey({ key, format }: TokenLineage): ReactNode {
  if (format === 'opaque') return 'None: an opaque one is a row of the database';
  if (key === null) return 'A key that is gone';
  return (
    <>
      <Code>{key.kid}</Code> · {key.algorithm}, {key.state}
    </>
  );
}

/** Where the access token of a call comes from, or why nobody can tell. */
export function LineageSection({ call }: { readonly call: CallExplanation }) {
  const { token } = call;
  if (token === null) {
    const isUnknown = call.checks.some(
      ({ name, verdict }) => name === 'token-known' && verdict === 'refused',
    );
    return (
      <Section title="Access token">
        <Text c="var(--quiet-text)">
          {isUnknown
            ? 'What was sent is no access token of this server. Nothing is known of it, and nothing of it is kept.'
            : 'The call did not come with an access token of this server, or none was looked at.'}
        </Text>
      </Section>
    );
  }
  return (
    <Section title="Access token" hint="Where it comes from, as far as it is still known.">
      {token.revocations.map(({ kind, id, revokedAt }) => (
        <Alert key={`${kind} ${id}`} color="red" variant="light" mb="md">
          {KINDS[kind]} was revoked {formatDateTime(revokedAt)}.
        </Alert>
      ))}
      <Facts
        facts={[
          ['Issued', describeLife(token)],
          ['By', token.issuedBy],
          ['For', describeApplication(token)],
          ['End user', describeUser(token)],
          ['Signed in', token.authenticatedAt === null ? undefined : formatDateTime(token.authenticatedAt)],
          ['Scopes', <Scopes key="scopes" names={token.scopes} />],
          ['Audience', token.audience.join(', ')],
          ['Authorization', describeAuthorization(token)],
          ['Grant', describeGrant(token)],
          [
            'Acts',
            token.actors.length === 0
              ? undefined
              : token.actors.map(({ id, name }) => name ?? id).join(' for '),
          ],
          ['Exchanged from', token.origins.length === 0 ? undefined : token.origins.join(', ')],
          ['Signing key', describeKey(token)],
          [
            'Token ID',
            <Anchor key="id" component={Link} to={pages.accessToken(token.tokenId)}>
              <Code>{token.tokenId}</Code>
            </Anchor>,
          ],
        ]}
      />
    </Section>
  );
}
