import type { UserDetail } from '@gatehouse/dto';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

interface Action {
  readonly label: string;
  readonly confirm: string;
  readonly text: string;
  readonly done: string;
  readonly run: (user: UserDetail) => Promise<unknown>;
}

const ACTIONS: readonly Action[] = [
  {
    label: 'Send a link for a new password',
    confirm: 'Send',
    text: 'The link goes to their e-mail address, and counts for 30 minutes. Without a mail server it waits under Messages.',
    done: 'A link is on its way.',
    run: ({ id }) => callApi('POST', endpoints.userPasswordReset(id), {}),
  },
  {
    label: 'End all sessions',
    confirm: 'End them',
    text: 'They sign in again, here and at the applications that they opened. What they allowed stays allowed.',
    done: 'The sessions have ended.',
    run: ({ id }) => callApi('DELETE', endpoints.userSessions(id)),
  },
  {
    label: 'Remove second factors',
    confirm: 'Remove them',
    text: 'For somebody who lost their phone. Make sure first that it is really them who ask: the authenticator app, passkeys and recovery codes go, sessions end, and the password alone lets in.',
    done: 'The second factors are gone.',
    run: ({ id }) => callApi('DELETE', endpoints.userFactors(id)),
  },
];

/** What an operator does for, or about, one user. */
export function UserActions({ user }: { readonly user: UserDetail }) {
  const [chosen, setChosen] = useState<Action>();
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${user.username}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ACTIONS.map((action) => (
            <Menu.Item key={action.label} onClick={() => setChosen(action)}>
              {action.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen !== undefined && (
        <ConfirmDialog
          title={`${chosen.label}: ${user.username}?`}
          confirmLabel={chosen.confirm}
          onConfirm={async () => {
            await chosen.run(user);
            notifications.show({ message: chosen.done });
          }}
          onClose={() => setChosen(undefined)}
        >
          {chosen.text}
        </ConfirmDialog>
      )}
    </>
  );
}
