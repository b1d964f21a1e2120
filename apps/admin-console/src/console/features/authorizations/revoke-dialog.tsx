import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';

/** What is about to be revoked. */
export interface Revoking {
  readonly what: 'authorization' | 'grant' | 'token' | 'scope';
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export function RevokeDialog({ revoking, onClose }: { revoking: Revoking; onClose: () => void }) {
  const { t } = useTranslation('authorizations');
  return (
    <ConfirmDialog
      title={t(`ask.${revoking.what}.title`)}
      confirmLabel={t('revoke')}
      onConfirm={revoking.run}
      onClose={onClose}
    >
      {t(`ask.${revoking.what}.text`, { name: revoking.name })}
    </ConfirmDialog>
  );
}
