import type { StreamDetail } from '@gatehouse/dto';
import { Badge } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

/** `failing`: the last event was not taken. */
type State = StreamDetail['status'] | 'failing';

const COLOURS = {
  enabled: 'gate',
  paused: 'gray',
  disabled: 'gray',
  failing: 'red',
} as const satisfies Record<State, string>;

export function StateBadge({
  stream: { status, lastError },
}: {
  readonly stream: Pick<StreamDetail, 'status' | 'lastError'>;
}) {
  const { t } = useTranslation('streams');
  const state: State = status === 'enabled' && lastError !== null ? 'failing' : status;
  return (
    <Badge variant="light" color={COLOURS[state]}>
      {t(`states.${state}`)}
    </Badge>
  );
}

/** The URI of a type of event, in words where there are some. */
export function describeSignal(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return i18next.exists(`streams:events.${name}`)
    ? i18next.t(`streams:events.${name as 'session-revoked'}`)
    : uri;
}
