import type { BulkAction, ChangedApplications } from '@gatehouse/dto';
import { Button, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { announceReceipt } from '../../../components/ui/receipt';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import { changeApplications, type Selected, useEffects } from './bulk-api';

const BUTTONS = {
  enable: 'state.enable',
  disable: 'state.disable',
  delete: 'state.deleteForGood',
} as const;

/** For a text that counts. */
const many = (count: number) => ({ count, number: formatNumber(count) });

function Effects({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation('applications');
  const effects = useEffects(ids);
  if (effects.isPending) return <Skeleton height={90} />;
  if (effects.isError) return <Text size="sm">{t('effects.failed')}</Text>;
  const { clients, apiKeys, authorizations, callsLastDay } = effects.data;
  const ofClients = t('effects.clients', many(clients));
  return (
    <>
      <Text size="sm" fw={600}>
        {t('effects.title')}
      </Text>
      <List size="sm">
        <List.Item>
          {apiKeys === 0
            ? ofClients
            : t('effects.both', { clients: ofClients, apiKeys: t('effects.apiKeys', many(apiKeys)) })}
        </List.Item>
        <List.Item>{t('effects.authorizations', many(authorizations))}</List.Item>
        <List.Item>
          {callsLastDay === 0 ? t('effects.noCall') : t('effects.programs', many(callsLastDay))}
        </List.Item>
      </List>
    </>
  );
}

/** The first few names, and how many more. */
function describeNames(selected: readonly Selected[]): string {
  const named = selected.slice(0, 3).map(({ name }) => name);
  const more = selected.length - named.length;
  const names = named.join(', ');
  return more > 0 ? i18next.t('applications:bulk.more', { names, number: formatNumber(more) }) : names;
}

function announce(action: BulkAction, { results, receiptOf }: ChangedApplications): void {
  const done = results.filter(({ outcome }) => outcome === 'done').length;
  if (done === 0) return;
  const title = i18next.t(`applications:bulk.done.${action}`, many(done));
  if (receiptOf === null) notifications.show({ message: title });
  else announceReceipt(title, { kind: 'application', subjectId: receiptOf });
}

interface Properties {
  readonly action: BulkAction;
  readonly selected: readonly Selected[];
  readonly onDone: (changed: ChangedApplications) => void;
  readonly onClose: () => void;
}

/** Says what a change of many applications affects, and makes it. */
export function BulkDialog({ action, selected, onDone, onClose }: Properties) {
  const { t } = useTranslation('applications');
  const number = formatNumber(selected.length);
  return (
    <ConfirmDialog
      title={t(`bulk.title.${action}`, many(selected.length))}
      confirmLabel={t(BUTTONS[action])}
      {...(action === 'delete' && { typeToConfirm: t('bulk.typeDelete', { number }) })}
      onConfirm={async () => {
        const changed = await changeApplications(action, selected);
        announce(action, changed);
        onDone(changed);
      }}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{describeNames(selected)}</Text>
        <Text size="sm">{t(`bulk.consequences.${action}`)}</Text>
        <Effects ids={selected.map(({ id }) => id)} />
      </Stack>
    </ConfirmDialog>
  );
}

const isLeft = ({ outcome }: ChangedApplications['results'][number]): boolean =>
  outcome !== 'done' && outcome !== 'same';

/** Whether something was left as it was. */
export const hasLeft = ({ results }: ChangedApplications): boolean => results.some(isLeft);

/** What a change of many applications has left, and why. */
export function LeftDialog({
  action,
  changed,
  onClose,
}: {
  readonly action: BulkAction;
  readonly changed: ChangedApplications;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['applications', 'ui']);
  const left = changed.results.filter(isLeft);
  const done = changed.results.length - left.length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`bulk.left.${action}`, many(left.length))}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      centered
    >
      <Stack>
        <Text size="sm">{done === 0 ? t('bulk.nothing') : t(`bulk.others.${action}`, many(done))}</Text>
        <List size="sm">
          {left.slice(0, 50).map(({ id, name, outcome }) => (
            <List.Item key={id}>
              <Trans
                t={t}
                i18nKey="bulk.why"
                values={{ reason: t(`bulk.reasons.${outcome}`) }}
                components={{ name: <b>{name ?? id}</b> }}
              />
            </List.Item>
          ))}
        </List>
        {left.length > 50 && (
          <Text size="sm">{t('bulk.furtherOnes', { number: formatNumber(left.length - 50) })}</Text>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('ui:close')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
