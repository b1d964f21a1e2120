import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { ForOperators } from '../../../components/ui/role';
import { formatNumber } from '../../../lib/format';
import { replayFailed } from './api';

const DAY_MS = 86_400_000;

/** As a date input has it, in the reader's time zone. */
function toDay(moment: number): string {
  const date = new Date(moment);
  return new Date(moment - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Sends all once more that have failed since a day. */
export function ReplayButton({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation('webhooks');
  const [isAsking, setAsking] = useState(false);
  const [day, setDay] = useState(() => toDay(Date.now() - DAY_MS));
  const since = new Date(`${day}T00:00:00`);
  return (
    <ForOperators>
      <Button
        variant="default"
        leftSection={<IconRepeat size={18} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('replay.button')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('replay.title')}
          confirmLabel={t('replay.confirm')}
          isBlocked={Number.isNaN(since.getTime())}
          onConfirm={async () => {
            const count = await replayFailed(webhookId, since.toISOString());
            notifications.show({ message: t('replay.done', { count, number: formatNumber(count) }) });
          }}
          onClose={() => setAsking(false)}
        >
          {t('replay.text')}
          <TextInput
            mt="md"
            type="date"
            label={t('replay.since')}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        </ConfirmDialog>
      )}
    </ForOperators>
  );
}
