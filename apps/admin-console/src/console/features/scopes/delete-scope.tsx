import type { ScopeUse } from '@gatehouse/dto';
import { Button, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { pages } from '../../../lib/paths';
import { deleteScope } from './api';

/** Deletes a scope that no route needs, after saying what that changes. */
export function DeleteScope({ scope }: { readonly scope: ScopeUse }) {
  const { t } = useTranslation('scopes');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const { name, clientCount, apiKeyCount, authorizationCount, apiCount } = scope;
  const effects = [
    ...(clientCount > 0 ? [t('delete.clients', { count: clientCount })] : []),
    ...(apiKeyCount > 0 ? [t('delete.apiKeys', { count: apiKeyCount })] : []),
    ...(authorizationCount > 0 ? [t('delete.users', { count: authorizationCount })] : []),
  ];
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
        <ConfirmDialog
          title={t('delete.ask', { name })}
          confirmLabel={t('delete.action')}
          onConfirm={async () => {
            await deleteScope(name);
            notifications.show({ message: t('delete.done', { name }) });
            await navigate(pages.scopes);
          }}
          onClose={() => setAsking(false)}
        >
          {apiCount > 0 ? (
            t('delete.used', { count: apiCount })
          ) : effects.length === 0 ? (
            t('delete.nothing')
          ) : (
            <>
              <Text size="sm">{t('delete.affects')}</Text>
              <List size="sm" mt="xs">
                {effects.map((effect) => (
                  <List.Item key={effect}>{effect}</List.Item>
                ))}
              </List>
            </>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
