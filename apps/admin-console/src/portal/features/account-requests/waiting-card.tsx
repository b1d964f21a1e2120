import { Avatar, Badge, Button, Card, Group, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { DetailWords } from '../../../components/ui/detail-words';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { formatTime } from '../../../lib/format';
import { Sensitivity } from '../../ui/sensitivity';
import type { Change } from '../../ui/use-change';
import { openRequest, type WaitingRequest } from './api';
import classes from './waiting.module.css';

interface Properties {
  readonly request: WaitingRequest;
  readonly change: Change;
}

/** One application that waits: who it is and what it shows there. The question itself is on a page of its own. */
export function WaitingCard({ request, change }: Properties) {
  const { t } = useTranslation('account-requests');
  const {
    id,
    name,
    logoUrl,
    publisher,
    isVerified,
    bindingMessage,
    scopes,
    expiresAt,
    details = [],
  } = request;
  return (
    <Card withBorder component="li" className={classes.card}>
      <Group align="flex-start" wrap="nowrap" gap="sm">
        <Avatar src={logoUrl} name={name} color="gate" radius="md" aria-hidden />
        <div className={classes.facts}>
          <Text fw={600}>{name}</Text>
          {publisher !== null && (
            <Group gap={6}>
              <Text size="sm">
                <Trans t={t} i18nKey="by" components={{ publisher: <b>{publisher}</b> }} />
              </Text>
              {isVerified && (
                <Badge size="sm" variant="light" color="green">
                  {t('verified')}
                </Badge>
              )}
            </Group>
          )}
          <Text size="sm" c="var(--quiet-text)">
            {t('scopes', { count: scopes.length })} · {t('until', { time: formatTime(expiresAt) })}
          </Text>
        </div>
      </Group>
      {details.length > 0 && (
        <ul className={classes.details} aria-label={t('details', { name })}>
          {details.map(({ title, icon, sensitivity }, place) => (
            <li key={place}>
              <ScopeIcon icon={icon} />
              <div className={classes.facts}>
                <Text size="sm">
                  <DetailWords parts={title} />
                </Text>
                <Sensitivity sensitivity={sensitivity} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {bindingMessage !== null && (
        <div className={classes.message}>
          <Text size="xs" c="var(--quiet-text)">
            {t('message')}
          </Text>
          <Text fw={600}>{bindingMessage}</Text>
        </div>
      )}
      <Button
        mt="sm"
        className={classes.answer}
        disabled={change.isBusy}
        aria-label={t('reviewNamed', { name })}
        onClick={() => change.run(async () => location.assign((await openRequest(id)).location))}
      >
        {t('review')}
      </Button>
    </Card>
  );
}
