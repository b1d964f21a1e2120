import type { ApisImportResult } from '@gatehouse/dto';
import { Alert, Button, FileButton, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem, listFieldProblems } from '../../../lib/form-problems';
import { importApis } from './documents';
import { ImportChanges } from './import-changes';

const MAX_PROBLEMS = 10;

function Refusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('apis');
  const errors = listFieldProblems(error);
  return (
    <Alert color="red" variant="light" role="alert">
      {errors.length === 0 ? describeProblem(error).detail : t('importFile.refused')}
      {errors.length > 0 && (
        <List size="sm" mt="xs">
          {errors.slice(0, MAX_PROBLEMS).map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              <b>{field.replace(/^document\.?/, '') || t('importFile.document')}</b>: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** Takes a document, shows what it would change, and changes it then. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['apis', 'ui']);
  const [document, setDocument] = useState('');
  const [shown, setShown] = useState<ApisImportResult>();
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const change = (text: string): void => {
    setDocument(text);
    setShown(undefined);
    setProblem(undefined);
  };

  async function send(dryRun: boolean): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const seen = dryRun || shown === undefined ? {} : { fingerprint: shown.fingerprint };
      const result = await importApis({ document, dryRun, ...seen });
      setShown(result);
      if (!result.isApplied) return;
      notifications.show({ message: t('importFile.done') });
      onClose();
    } catch (error) {
      setShown(undefined);
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  const isChange = [...(shown?.apis ?? []), ...(shown?.scopes ?? [])].some(
    ({ state }) => state !== 'unchanged',
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('importFile.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <Stack>
        <Text size="sm">{t('importFile.hint')}</Text>
        {problem !== undefined && <Refusal error={problem} />}
        {shown === undefined ? (
          <Textarea
            label={t('importFile.document')}
            description={t('importFile.format')}
            value={document}
            autosize
            minRows={8}
            maxRows={18}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            onChange={(event) => change(event.currentTarget.value)}
          />
        ) : (
          <ImportChanges result={shown} />
        )}
        <Group justify="space-between">
          {shown === undefined ? (
            <FileButton
              accept=".yaml,.yml,.json"
              inputProps={{ 'aria-label': t('importFile.readFile') }}
              onChange={(file) => void file?.text().then(change)}
            >
              {(button) => (
                <Button {...button} variant="subtle" leftSection={<IconFileUpload size={16} aria-hidden />}>
                  {t('importFile.read')}
                </Button>
              )}
            </FileButton>
          ) : (
            <Button variant="subtle" onClick={() => setShown(undefined)}>
              {t('importFile.back')}
            </Button>
          )}
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            {shown === undefined ? (
              <Button loading={isBusy} disabled={document.trim() === ''} onClick={() => void send(true)}>
                {t('importFile.show')}
              </Button>
            ) : (
              <Button loading={isBusy} disabled={!isChange} onClick={() => void send(false)}>
                {isChange ? t('importFile.import') : t('importFile.nothing')}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
