import type { ApiDetail } from '@gatehouse/dto';
import { Alert, Badge, Button, Code, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileCode } from '@tabler/icons-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { endpoints } from '../../../lib/paths';
import { handBackApi, releaseApi } from './documents';
import { ForOperators } from '../../../components/ui/role';

/** Says who has made an API, where that is not an operator. */
export function ManagementBadge({ management }: Pick<ApiDetail, 'management'>) {
  const { t } = useTranslation('apis');
  return management === 'console' ? null : (
    <Badge variant="outline" color={management === 'file' ? 'gate' : 'gray'} size="sm">
      {t(`file.badges.${management}`)}
    </Badge>
  );
}

const ACTS = { file: releaseApi, released: handBackApi } as const;
const WORDS = { file: 'managed', released: 'released' } as const;

/** On the page of an API that a file has made: what that means, and the way out of it. */
export function FileNotice({ api }: { readonly api: ApiDetail }) {
  const { t } = useTranslation('apis');
  const [isAsking, setAsking] = useState(false);
  const { management, fileKey, id } = api;
  if (management === 'left') {
    return (
      <Alert variant="light" color="gray" icon={<IconFileCode size={20} aria-hidden />}>
        <Trans t={t} i18nKey="file.left" components={{ key: <Code>{fileKey}</Code> }} />
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
            <Trans t={t} i18nKey={`file.${words}.text`} components={{ key: <Code>{fileKey}</Code> }} />
          </Text>
          <ForOperators>
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t(`file.${words}.button`)}
            </Button>
          </ForOperators>
        </Group>
      </Alert>
      {isAsking && (
        <ConfirmDialog
          title={t(`file.${words}.title`)}
          confirmLabel={t(`file.${words}.button`)}
          onConfirm={async () => {
            await ACTS[management](id);
            notifications.show({ message: t(`file.${words}.done`) });
          }}
          onClose={() => setAsking(false)}
        >
          {t(`file.${words}.hint`)}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Downloads one API as a document. */
export function ExportLink({ api }: { readonly api: ApiDetail }) {
  const { t } = useTranslation('apis');
  return (
    <Button
      variant="default"
      component="a"
      href={endpoints.apisExport({ id: api.id })}
      download={`${api.fileKey ?? 'api'}.yaml`}
    >
      {t('list.export')}
    </Button>
  );
}
