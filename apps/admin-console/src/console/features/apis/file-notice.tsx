import type { ApiDetail } from '@gatehouse/dto';
import { Alert, Badge, Button, Code, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileCode } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { endpoints } from '../../../lib/paths';
import { handBackApi, releaseApi } from './documents';

const BADGES: Partial<Record<ApiDetail['management'], string>> = {
  file: 'From the file',
  released: 'Released',
  left: 'Left by the file',
};

/** Says who has made an API, where that is not an operator. */
export function ManagementBadge({ management }: Pick<ApiDetail, 'management'>) {
  const label = BADGES[management];
  return label === undefined ? null : (
    <Badge variant="outline" color={management === 'file' ? 'gate' : 'gray'} size="sm">
      {label}
    </Badge>
  );
}

const WORDS = {
  file: {
    text: 'comes from the APIs file, and is changed there. Nothing can be changed here before it is released.',
    button: 'Release',
    title: 'Release it from the file?',
    hint: 'You say from now on what this API is, and the file is passed over for it, until it is handed back.',
    act: releaseApi,
    done: 'Released: it is yours to change',
  },
  released: {
    text: 'was released from the APIs file, which is passed over for it.',
    button: 'Hand back',
    title: 'Hand it back to the file?',
    hint: 'If the file still names it, it is again what the file says, and what was changed here is lost.',
    act: handBackApi,
    done: 'Handed back: the file may have it',
  },
} as const;

/** On the page of an API that a file has made: what that means, and the way out of it. */
export function FileNotice({ api }: { readonly api: ApiDetail }) {
  const [isAsking, setAsking] = useState(false);
  const { management, fileKey, id } = api;
  if (management === 'left') {
    return (
      <Alert variant="light" color="gray" icon={<IconFileCode size={20} aria-hidden />}>
        The APIs file does not name <Code>{fileKey}</Code> any more. This API is yours to change or delete,
        until the file names it again.
      </Alert>
    );
  }
  if (management === 'console') return null;
  const words = WORDS[management];
  return (
    <>
      <Alert variant="light" icon={<IconFileCode size={20} aria-hidden />}>
        <Group justify="space-between" gap="sm">
          <Text size="sm">
            <Code>{fileKey}</Code> {words.text}
          </Text>
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {words.button}
          </Button>
        </Group>
      </Alert>
      {isAsking && (
        <ConfirmDialog
          title={words.title}
          confirmLabel={words.button}
          onConfirm={async () => {
            await words.act(id);
            notifications.show({ message: words.done });
          }}
          onClose={() => setAsking(false)}
        >
          {words.hint}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Downloads one API as a document. */
export const ExportLink = ({ api }: { readonly api: ApiDetail }) => (
  <Button
    variant="default"
    component="a"
    href={endpoints.apisExport({ id: api.id })}
    download={`${api.fileKey ?? 'api'}.yaml`}
  >
    Export
  </Button>
);
