import type { ScopeUse } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { EffectsDialog } from '../../../components/ui/effects';
import { pages } from '../../../lib/paths';
import { deleteScope } from './api';

/** Deletes a scope that no route needs, after saying what that changes. */
export function DeleteScope({ scope: { name } }: { readonly scope: Pick<ScopeUse, 'name'> }) {
  const { t } = useTranslation('scopes');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('delete.action')}
      </Button>
      {isAsking && (
        <EffectsDialog
          subject="scope"
          id={name}
          title={t('delete.ask', { name })}
          confirmLabel={t('delete.action')}
          typeToConfirm={name}
          onConfirm={async () => {
            await deleteScope(name);
            notifications.show({ message: t('delete.done', { name }) });
            await navigate(pages.scopes);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
