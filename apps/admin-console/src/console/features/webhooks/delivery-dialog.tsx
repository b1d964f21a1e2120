import type { WebhookDelivery } from '@gatehouse/dto';
import { Alert, Badge, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ForOperators } from '../../../components/ui/role';
import { describeProblem } from '../../../lib/form-problems';
import { formatDateTime, formatMilliseconds, formatWait } from '../../../lib/format';
import { replayDelivery } from './api';
import classes from './webhooks.module.css';
import { DELIVERY_COLOURS, describeEventType } from './words';

function Attempts({ delivery: { attempts, answer } }: { readonly delivery: WebhookDelivery }) {
  const { t } = useTranslation('webhooks');
  return (
    <>
      <div>
        <Text fw={600} size="sm">
          {t('delivery.attempts')}
        </Text>
        {attempts.length === 0 ? (
          <Text size="sm">{t('deliveries.none')}</Text>
        ) : (
          <ol className={classes.attempts}>
            {attempts.map(({ at, status, error, milliseconds, askedSeconds }, index) => (
              <li key={`${at} ${index}`}>
                <Text size="sm">
                  {t('delivery.attempt', {
                    time: formatDateTime(at),
                    result: status ?? t('deliveries.noAnswer'),
                    duration: formatMilliseconds(milliseconds),
                  })}
                  {askedSeconds !== null && (
                    <Text span c="var(--quiet-text)">
                      {' '}
                      {t('delivery.asked', { duration: formatWait(askedSeconds) })}
                    </Text>
                  )}
                  {status === null && error !== null && (
                    <Text span lang="en">
                      {' '}
                      {error}
                    </Text>
                  )}
                </Text>
              </li>
            ))}
          </ol>
        )}
      </div>
      {answer !== null && answer !== '' && (
        <div>
          <Text fw={600} size="sm">
            {t('delivery.answer')}
          </Text>
          <Code block className={classes.answer ?? ''} tabIndex={0} aria-label={t('delivery.answer')}>
            {answer}
          </Code>
        </div>
      )}
    </>
  );
}

interface Properties {
  readonly webhookId: string;
  readonly delivery: WebhookDelivery;
  readonly onClose: () => void;
}

/** One event: what it says, each attempt, and a way to send it once more. */
export function DeliveryDialog({ webhookId, delivery, onClose }: Properties) {
  const { t } = useTranslation('webhooks');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { id, eventId, type, at, data, state, nextAttemptAt } = delivery;

  async function replay(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await replayDelivery(webhookId, id);
    } catch (error) {
      setProblem(describeProblem(error).detail);
    }
    setBusy(false);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={describeEventType(type)}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('delivery.close') }}
    >
      <Stack>
        <Group gap="sm">
          <Badge variant="light" color={DELIVERY_COLOURS[state]}>
            {t(`deliveries.states.${state}`)}
          </Badge>
          <Text size="sm">
            {nextAttemptAt === null
              ? formatDateTime(at)
              : t('delivery.next', { time: formatDateTime(nextAttemptAt) })}
          </Text>
        </Group>
        <div>
          <Text fw={600} size="sm">
            {t('delivery.sent')}
          </Text>
          <Text size="sm" mb={4}>
            {t('delivery.id', { id: eventId })}
          </Text>
          <Code block className={classes.answer ?? ''} tabIndex={0} aria-label={t('delivery.sent')}>
            {JSON.stringify({ type, timestamp: at, data }, undefined, 2)}
          </Code>
        </div>
        <Attempts delivery={delivery} />
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <ForOperators>
          <Group justify="flex-end">
            <Button loading={isBusy} disabled={state === 'waiting'} onClick={() => void replay()}>
              {t('delivery.replay')}
            </Button>
          </Group>
        </ForOperators>
      </Stack>
    </Modal>
  );
}
