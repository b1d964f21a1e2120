import type { UserDetail } from '@gatehouse/dto';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { ForOperators } from '../../../components/ui/role';

type Action = 'reset' | 'sessions' | 'factors';

const ACTIONS: Readonly<Record<Action, (user: UserDetail) => Promise<unknown>>> = {
  reset: ({ id }) => callApi('POST', endpoints.userPasswordReset(id), {}),
  sessions: ({ id }) => callApi('DELETE', endpoints.userSessions(id)),
  factors: ({ id }) => callApi('DELETE', endpoints.userFactors(id)),
};

/** What an operator does for, or about, one user. */
export function UserActions({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const [chosen, setChosen] = useState<Action>();
  return (
    <>
      <ForOperators>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('actions.more', { username: user.username })}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(['reset', 'sessions', 'factors'] as const).map((action) => (
              <Menu.Item key={action} onClick={() => setChosen(action)}>
                {t(`actions.${action}.label`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </ForOperators>
      {chosen !== undefined && (
        <ConfirmDialog
          title={t('actions.ask', { action: t(`actions.${chosen}.label`), username: user.username })}
          confirmLabel={t(`actions.${chosen}.confirm`)}
          onConfirm={async () => {
            await ACTIONS[chosen](user);
            notifications.show({ message: t(`actions.${chosen}.done`) });
          }}
          onClose={() => setChosen(undefined)}
        >
          {t(`actions.${chosen}.text`)}
        </ConfirmDialog>
      )}
    </>
  );
}
