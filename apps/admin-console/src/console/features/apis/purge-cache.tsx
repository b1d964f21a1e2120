import type { ApiDetail } from '@gatehouse/dto';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { purgeCache } from './api';
import { ForOperators } from '../../../components/ui/role';

/** Lets go of all that is kept of an API's answers. */
export function PurgeCache({ api }: { readonly api: Pick<ApiDetail, 'id' | 'name'> }) {
  const { t } = useTranslation('apis');
  const [isAsking, setAsking] = useState(false);
  return (
    <Group>
      <ForOperators>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('purge.button')}
        </Button>
      </ForOperators>
      {isAsking && (
        <ConfirmDialog
          title={t('purge.title', { name: api.name })}
          confirmLabel={t('purge.confirm')}
          onConfirm={async () => {
            await purgeCache(api.id);
            notifications.show({ message: t('purge.done') });
          }}
          onClose={() => setAsking(false)}
        >
          {t('purge.hint')}
        </ConfirmDialog>
      )}
    </Group>
  );
}
