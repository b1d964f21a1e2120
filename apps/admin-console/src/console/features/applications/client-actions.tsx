import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { announceReceipt } from '../../../components/ui/receipt';
import { ForOperators } from '../../../components/ui/role';
import { toFormProblems } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { Affected } from './affected';
import { deleteClient, updateClient } from './api';
import { nameOfClient } from './grants';

interface Properties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
}

async function setEnabled({ application, client }: Properties, enabled: boolean): Promise<void> {
  const { clientId, version } = client;
  await updateClient(application.id, clientId, { version, enabled });
  if (!enabled)
    announceReceipt(i18next.t('applications:clients.disabled'), { kind: 'client', subjectId: clientId });
}

const enable = (properties: Properties): Promise<void> =>
  setEnabled(properties, true).then(
    () => void notifications.show({ message: i18next.t('applications:clients.enabled') }),
    (error: unknown) => void notifications.show({ color: 'red', message: toFormProblems(error).summary }),
  );

/** Switches a client off and on, and deletes it. */
export function ClientActions({ application, client }: Properties) {
  const { t } = useTranslation('applications');
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'disable' | 'delete'>();
  const close = (): void => setDialog(undefined);
  const { clientId } = client;
  const affected = <Affected applicationId={application.id} clientId={clientId} />;
  return (
    <ForOperators>
      {client.enabled ? (
        <Button variant="default" onClick={() => setDialog('disable')}>
          {t('state.disable')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => void enable({ application, client })}>
          {t('state.enable')}
        </Button>
      )}
      <Button variant="light" color="red" onClick={() => setDialog('delete')}>
        {t('state.delete')}
      </Button>
      {dialog === 'disable' && (
        <ConfirmDialog
          title={t('clients.disable', { client: nameOfClient(client) })}
          confirmLabel={t('state.disable')}
          onConfirm={() => setEnabled({ application, client }, false)}
          onClose={close}
        >
          {t('clients.disableDetail', { application: application.name })}
          {affected}
        </ConfirmDialog>
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={t('clients.delete', { client: nameOfClient(client) })}
          confirmLabel={t('state.deleteForGood')}
          typeToConfirm={clientId}
          onConfirm={async () => {
            await deleteClient(application.id, clientId);
            announceReceipt(t('clients.deleted'), { kind: 'client', subjectId: clientId });
            await navigate(pages.application(application.id));
          }}
          onClose={close}
        >
          {t('clients.deleteDetail', { application: application.name })}
          {affected}
        </ConfirmDialog>
      )}
    </ForOperators>
  );
}
