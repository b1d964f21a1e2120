import type { WebhookDelivery } from '@gatehouse/dto';
import { EVENT_TYPE_NAMES, DELIVERY_STATES, TEST_EVENT } from '@gatehouse/dto/event-types';
import { Badge, Box, Button, Group, Select, Table, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { useDeliveries } from './api';
import { DeliveryDialog } from './delivery-dialog';
import { ReplayButton } from './replay-button';
import { DELIVERY_COLOURS, describeEventType } from './words';

interface Chosen {
  readonly state?: string;
  readonly type?: string;
}

interface FilterProperties {
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

function Filters({ chosen, onChange }: FilterProperties) {
  const { t } = useTranslation('webhooks');
  return (
    <>
      <Select
        aria-label={t('deliveries.everyState')}
        placeholder={t('deliveries.everyState')}
        data={DELIVERY_STATES.map((state) => ({ value: state, label: t(`deliveries.states.${state}`) }))}
        value={chosen.state ?? null}
        onChange={(state) => onChange({ ...chosen, state: state ?? undefined } as Chosen)}
        clearable
        clearButtonProps={{ 'aria-label': t('deliveries.everyState') }}
      />
      <Select
        aria-label={t('deliveries.everyType')}
        placeholder={t('deliveries.everyType')}
        data={[TEST_EVENT, ...EVENT_TYPE_NAMES].map((type) => ({
          value: type,
          label: describeEventType(type),
        }))}
        value={chosen.type ?? null}
        onChange={(type) => onChange({ ...chosen, type: type ?? undefined } as Chosen)}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': t('deliveries.everyType') }}
      />
    </>
  );
}

interface RowProperties {
  readonly delivery: WebhookDelivery;
  readonly onOpen: () => void;
}

function Row({ delivery, onOpen }: RowProperties) {
  const { t } = useTranslation('webhooks');
  const { type, at, state, attempts } = delivery;
  const last = attempts.at(-1);
  return (
    <Table.Tr>
      <Table.Td data-title>
        <Text fw={600}>{describeEventType(type)}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {formatDateTime(at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={DELIVERY_COLOURS[state]}>
          {t(`deliveries.states.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {last === undefined
          ? t('deliveries.none')
          : t('deliveries.attempts', {
              count: attempts.length,
              number: formatNumber(attempts.length),
              result: last.status ?? t('deliveries.noAnswer'),
            })}
      </Table.Td>
      <Table.Td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onOpen}
          aria-label={t('deliveries.openOne', { type: describeEventType(type), time: formatDateTime(at) })}
        >
          {t('deliveries.open')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

const COLUMNS = ['event', 'state', 'attempts', 'actions'] as const;

/** What was sent to a webhook, and how it went. */
export function DeliveriesSection({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation('webhooks');
  const [chosen, setChosen] = useState<Chosen>({});
  const [trail, setTrail] = useState<readonly string[]>([]);
  const [openId, setOpenId] = useState<string>();
  const after = trail.at(-1);
  const { data, isError, error, refetch } = useDeliveries(webhookId, {
    ...chosen,
    ...(after !== undefined && { after }),
  });
  const open = data?.items.find(({ id }) => id === openId);
  const isNarrow = chosen.state !== undefined || chosen.type !== undefined;
  return (
    <Section title={t('deliveries.title')} hint={t('deliveries.hint')}>
      <Group mb="md" gap="sm">
        <Filters
          chosen={chosen}
          onChange={(next) => {
            setChosen(next);
            setTrail([]);
          }}
        />
        <ReplayButton webhookId={webhookId} />
      </Group>
      {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!isError && data === undefined && <ListSkeleton />}
      {data?.items.length === 0 && (
        <EmptyState icon={IconSend} title={t(isNarrow ? 'deliveries.noneLike' : 'deliveries.empty')}>
          {t(isNarrow ? 'deliveries.noneLikeText' : 'deliveries.emptyText')}
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Box>
          <ScrollTable label={t('deliveries.title')} miw={620}>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((column) => (
                  <Table.Th key={column}>{t(`deliveries.columns.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((delivery) => (
                <Row key={delivery.id} delivery={delivery} onOpen={() => setOpenId(delivery.id)} />
              ))}
            </Table.Tbody>
          </ScrollTable>
          {(trail.length > 0 || data.next !== null) && (
            <Group mt="md" justify="center">
              <Button
                variant="default"
                disabled={trail.length === 0}
                onClick={() => setTrail(trail.slice(0, -1))}
              >
                {t('deliveries.newer')}
              </Button>
              <Button
                variant="default"
                disabled={data.next === null}
                onClick={() => data.next !== null && setTrail([...trail, data.next])}
              >
                {t('deliveries.older')}
              </Button>
            </Group>
          )}
        </Box>
      )}
      {open !== undefined && (
        <DeliveryDialog webhookId={webhookId} delivery={open} onClose={() => setOpenId(undefined)} />
      )}
    </Section>
  );
}
