import type { ApplicationDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { announceReceipt } from '../../../components/ui/receipt';
import { ForOperators } from '../../../components/ui/role';
import { formatNumber } from '../../../lib/format';
import { toFormProblems } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { Affected } from './affected';
import { deleteApplication, updateApplication } from './api';

interface Properties {
  readonly application: ApplicationDetail;
}

async function setEnabled({ id, version }: ApplicationDetail, enabled: boolean): Promise<void> {
  await updateApplication(id, { version, enabled });
  if (!enabled)
    announceReceipt(i18next.t('applications:state.disabled'), { kind: 'application', subjectId: id });
}

const enable = (application: ApplicationDetail): Promise<void> =>
  setEnabled(application, true).then(
    () => void notifications.show({ message: i18next.t('applications:state.enabled') }),
    (error: unknown) => void notifications.show({ color: 'red', message: toFormProblems(error).summary }),
  );

interface DialogProperties extends Properties {
  readonly onClose: () => void;
}

function DisableDialog({ application, onClose }: DialogProperties) {
  const { t } = useTranslation('applications');
  return (
    <ConfirmDialog
      title={t('stateChange.disable', { name: application.name })}
      confirmLabel={t('state.disable')}
      onConfirm={() => setEnabled(application, false)}
      onClose={onClose}
    >
      {t('stateChange.disableDetail')}
      <Affected applicationId={application.id} authorizations={application.authorizationCount} />
    </ConfirmDialog>
  );
}

function DeleteDialog({ application, onClose }: DialogProperties) {
  const { t } = useTranslation('applications');
  const navigate = useNavigate();
  const clients = application.clients.length;
  return (
    <ConfirmDialog
      title={t('stateChange.delete', { name: application.name })}
      confirmLabel={t('state.deleteForGood')}
      typeToConfirm={application.name}
      onConfirm={async () => {
        await deleteApplication(application.id);
        announceReceipt(t('state.deleted'), { kind: 'application', subjectId: application.id });
        await navigate(pages.applications);
      }}
      onClose={onClose}
    >
      {t('stateChange.deleteDetail', { count: clients, number: formatNumber(clients) })}
      <Affected applicationId={application.id} authorizations={application.authorizationCount} />
    </ConfirmDialog>
  );
}

/** Switches an application off and on, and deletes it. */
export function StateActions({ application }: Properties) {
  const { t } = useTranslation('applications');
  const [dialog, setDialog] = useState<'disable' | 'delete'>();
  const close = (): void => setDialog(undefined);
  return (
    <ForOperators>
      {application.enabled ? (
        <Button variant="default" onClick={() => setDialog('disable')}>
          {t('state.disable')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => void enable(application)}>
          {t('state.enable')}
        </Button>
      )}
      <Button variant="light" color="red" onClick={() => setDialog('delete')}>
        {t('state.delete')}
      </Button>
      {dialog === 'disable' && <DisableDialog application={application} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog application={application} onClose={close} />}
    </ForOperators>
  );
}
