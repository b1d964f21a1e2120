import type { ApiDetail } from '@gatehouse/dto';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { purgeCache } from './api';

/** Lets go of all that is kept of an API's answers. */
export function PurgeCache({ api }: { readonly api: Pick<ApiDetail, 'id' | 'name'> }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Group>
      <Button variant="default" onClick={() => setAsking(true)}>
        Purge cache
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Purge the cache of ${api.name}?`}
          confirmLabel="Purge"
          onConfirm={async () => {
            await purgeCache(api.id);
            notifications.show({ message: 'Purged on every node' });
          }}
          onClose={() => setAsking(false)}
        >
          The next calls go to the upstream, until its answers are kept again. What is not saved on this page
          stays as it is.
        </ConfirmDialog>
      )}
    </Group>
  );
}
