import type { ClientDetail, ClientEdit } from '@gatehouse/dto';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { type Editing, useEditing } from '../../../lib/use-editing';
import { reloadClient, updateClient } from './api';
import type { ClientSectionProperties } from './section';

interface Options<T extends object> extends Pick<ClientSectionProperties, 'applicationId' | 'client'> {
  /** Which form it is. */
  readonly form: string;
  readonly toValue: (client: ClientDetail) => T;
  readonly toChange: (client: ClientDetail, value: T) => ClientEdit;
}

/** What one section of a client's page is changing, and how to save it. */
export function useClientEditing<T extends object>(
  options: Options<T>,
): readonly [Editing<ClientDetail, T>, () => Promise<void>] {
  const { applicationId, client, form, toValue, toChange } = options;
  const { clientId } = client;
  const editing = useEditing({
    name: `client ${clientId} ${form}`,
    record: client,
    toValue,
    reload: () => reloadClient(applicationId, clientId),
  });
  async function save(): Promise<void> {
    await editing.save((fresh, value) =>
      updateClient(applicationId, clientId, { version: fresh.version, ...toChange(fresh, value) }),
    );
    notifications.show({ message: i18next.t('applications:saved') });
  }
  return [editing, save];
}
