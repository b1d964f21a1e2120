import type { ApisImportResult } from '@gatehouse/dto';
import { Alert, Button, FileButton, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError, type Problem } from '../../../lib/api-client';
import { importApis } from './documents';
import { ImportChanges } from './import-changes';

const MAX_PROBLEMS = 10;

const UNKNOWN: Problem = { title: '', status: 0, detail: 'Something went wrong. Try again.' };

function Refusal({ problem: { detail, errors = [] } }: { readonly problem: Problem }) {
  return (
    <Alert color="red" variant="light" role="alert">
      {errors.length === 0 ? detail : 'The document cannot be imported. Nothing was changed.'}
      <List size="sm" mt="xs">
        {errors.slice(0, MAX_PROBLEMS).map(({ field, message }) => (
          <List.Item key={`${field} ${message}`}>
            <b>{field.replace(/^document\.?/, '') || 'document'}</b>: {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Takes a document, shows what it would change, and changes it then. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [document, setDocument] = useState('');
  const [shown, setShown] = useState<ApisImportResult>();
  const [problem, setProblem] = useState<Problem>();
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
      notifications.show({ message: 'Imported, and in force' });
      onClose();
    } catch (error) {
      setShown(undefined);
      setProblem(error instanceof ApiError ? error.problem : UNKNOWN);
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
      title="Import APIs"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm">
          A document as the export gives it. APIs are known again by their keys and addresses; what it does
          not name is left alone.
        </Text>
        {problem !== undefined && <Refusal problem={problem} />}
        {shown === undefined ? (
          <Textarea
            label="Document"
            description="YAML or JSON"
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
              inputProps={{ 'aria-label': 'Document: read a file' }}
              onChange={(file) => void file?.text().then(change)}
            >
              {(button) => (
                <Button {...button} variant="subtle" leftSection={<IconFileUpload size={16} aria-hidden />}>
                  Read from a file
                </Button>
              )}
            </FileButton>
          ) : (
            <Button variant="subtle" onClick={() => setShown(undefined)}>
              Back to the document
            </Button>
          )}
          <Group>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            {shown === undefined ? (
              <Button loading={isBusy} disabled={document.trim() === ''} onClick={() => void send(true)}>
                Show what changes
              </Button>
            ) : (
              <Button loading={isBusy} disabled={!isChange} onClick={() => void send(false)}>
                {isChange ? 'Import' : 'Nothing changes'}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
