import type { StreamDetail } from '@gatehouse/dto';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { ForOperators } from '../../../components/ui/role';
import { describeProblem } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { deleteStream, setStreamStatus, verifyStream } from './api';

interface DialogProperties {
  readonly stream: StreamDetail;
  readonly onClose: () => void;
}

function PauseDialog({ stream, onClose }: DialogProperties) {
  const { t } = useTranslation('streams');
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={t('pause.title', { name: stream.applicationName })}
      confirmLabel={t('pause.confirm')}
      onConfirm={() =>
        setStreamStatus(stream.id, { status: 'paused', reason: reason.trim() === '' ? null : reason.trim() })
      }
      onClose={onClose}
    >
      {t('pause.text')}
      <TextInput
        mt="md"
        label={t('pause.reason')}
        description={t('pause.reasonHint')}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

function DeleteDialog({ stream, onClose }: DialogProperties) {
  const { t } = useTranslation('streams');
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={t('delete.title', { name: stream.applicationName })}
      confirmLabel={t('delete.confirm')}
      onConfirm={async () => {
        await deleteStream(stream.id);
        await navigate(pages.streams);
      }}
      onClose={onClose}
    >
      {t('delete.text')}
    </ConfirmDialog>
  );
}

/** What an operator can do with a stream. */
export function StreamActions({ stream }: { readonly stream: StreamDetail }) {
  const { t } = useTranslation('streams');
  const [asked, setAsked] = useState<'pause' | 'delete'>();
  const [isBusy, setBusy] = useState(false);
  const isEnabled = stream.status === 'enabled';

  async function act(work: () => Promise<void>, done: string): Promise<void> {
    setBusy(true);
    try {
      await work();
      notifications.show({ message: done });
    } catch (error) {
      notifications.show({ color: 'red', message: describeProblem(error).detail });
    }
    setBusy(false);
  }

  return (
    <>
      <ChangesLink type="stream" id={stream.id} />
      <ForOperators>
        {isEnabled ? (
          <>
            <Button
              variant="default"
              loading={isBusy}
              leftSection={<IconSend size={18} aria-hidden />}
              onClick={() => void act(() => verifyStream(stream.id), t('verify.sent'))}
            >
              {t('verify.button')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={18} aria-hidden />}
              onClick={() => setAsked('pause')}
            >
              {t('pause.confirm')}
            </Button>
          </>
        ) : (
          <Button
            loading={isBusy}
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            onClick={() =>
              void act(() => setStreamStatus(stream.id, { status: 'enabled' }), t('resume.done'))
            }
          >
            {t('resume.button')}
          </Button>
        )}
        <Button variant="light" color="red" onClick={() => setAsked('delete')}>
          {t('delete.confirm')}
        </Button>
      </ForOperators>
      {asked === 'pause' && <PauseDialog stream={stream} onClose={() => setAsked(undefined)} />}
      {asked === 'delete' && <DeleteDialog stream={stream} onClose={() => setAsked(undefined)} />}
    </>
  );
}
