import type { ErrorAnswer } from '@gatehouse/dto';
import { Alert, Anchor, Code, Stack, Text } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Section } from '../../../components/ui/page';
import { formatDateTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { Facts } from './facts';
import classes from './traffic.module.css';

const describeAdvice = (error: string): string =>
  i18next.exists(`traffic:error.advice.${error}`)
    ? i18next.t(`traffic:error.advice.${error as 'invalid_grant'}`)
    : i18next.t('traffic:error.advice.other');

/** Why the authorization server has answered with an error, and what to do about it. */
export function ErrorExplanation({ error }: { readonly error: ErrorAnswer }) {
  const { t } = useTranslation('traffic');
  const { application, clientId, user } = error;
  return (
    <Stack>
      <Alert
        color="red"
        variant="light"
        title={
          <span className={classes.path}>
            <CallStatus status={error.status} /> {error.endpoint}
          </span>
        }
      >
        <Text>{t(error.status === 303 ? 'error.toClient' : 'error.shown')}</Text>
        <Text mt="xs" component="blockquote" m={0} lang="en">
          {error.description}
        </Text>
        <Text fw={600} mt="sm">
          {t('call.next')}
        </Text>
        <Text size="sm">{describeAdvice(error.error)}</Text>
      </Alert>
      <Section title={t('error.title')} hint={t('error.hint')}>
        <Facts
          facts={[
            [t('error.error'), <Code key="error">{error.error}</Code>],
            [
              t('error.reason'),
              <span key="reason" lang="en">
                {error.reason}
              </span>,
            ],
            [
              t('call.facts.application'),
              application === null ? undefined : (
                <Anchor component={Link} to={pages.application(application.id)} underline="always">
                  {application.name ?? application.id}
                </Anchor>
              ),
            ],
            [
              t(error.isClientKnown ? 'error.client' : 'error.unknownClient'),
              clientId === null ? undefined : <Code key="client">{clientId}</Code>,
            ],
            [
              t('lineage.endUser'),
              user === null ? undefined : (
                <Anchor component={Link} to={pages.user(user.id)}>
                  {user.name ?? user.id}
                </Anchor>
              ),
            ],
            [t('error.at'), formatDateTime(error.at)],
            [t('call.facts.node'), error.node],
            [t('call.facts.requestId'), <Code key="id">{error.requestId}</Code>],
          ]}
        />
      </Section>
    </Stack>
  );
}
