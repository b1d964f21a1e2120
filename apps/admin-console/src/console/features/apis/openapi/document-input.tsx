import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconFileText, IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../../../lib/format';
import classes from './document-input.module.css';
import { SAMPLES } from '../samples';

/** As much as the gateway reads. */
const MAX_BYTES = 2_000_000;

/** A document that somebody has chosen or pasted. */
export interface ChosenDocument {
  readonly text: string;
  /** Null: pasted. */
  readonly fileName: string | null;
}

export const NO_DOCUMENT: ChosenDocument = { text: '', fileName: null };

interface Properties {
  readonly value: ChosenDocument;
  readonly onChange: (value: ChosenDocument) => void;
}

function ChosenFile({ value, onChange }: Properties) {
  const { t } = useTranslation('apis');
  return (
    <div className={classes.file}>
      <IconFileText size={20} aria-hidden />
      <Text fw={600}>{value.fileName}</Text>
      <Text size="sm" c="var(--quiet-text)">
        {formatBytes(new Blob([value.text]).size)}
      </Text>
      <Button variant="default" size="compact-sm" onClick={() => onChange(NO_DOCUMENT)}>
        {t('document.another')}
      </Button>
    </div>
  );
}

/** An OpenAPI document: chosen, dropped or pasted. */
export function DocumentInput({ value, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function read(file: File | null | undefined): Promise<void> {
    if (file == null) return;
    const isTooLarge = file.size > MAX_BYTES;
    setProblem(
      isTooLarge ? t('document.tooLarge', { name: file.name, size: formatBytes(MAX_BYTES) }) : undefined,
    );
    if (!isTooLarge) onChange({ text: await file.text(), fileName: file.name });
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  }

  return (
    <div
      className={classes.zone}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {value.fileName !== null ? (
        <ChosenFile value={value} onChange={onChange} />
      ) : (
        <>
          <Group>
            <FileButton
              accept=".json,.yaml,.yml,application/json,application/yaml"
              onChange={(file) => void read(file)}
              inputProps={{ 'aria-label': t('document.file') }}
            >
              {(button) => (
                <Button variant="default" leftSection={<IconFileUpload size={16} aria-hidden />} {...button}>
                  {t('document.choose')}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="var(--quiet-text)">
              {t('document.orDrop')}
            </Text>
          </Group>
          <Textarea
            label={t('document.label')}
            description={t('document.hint')}
            placeholder={SAMPLES.document}
            value={value.text}
            autosize
            minRows={6}
            maxRows={16}
            spellCheck={false}
            classNames={{ input: classes.text ?? '' }}
            onChange={(event) => onChange({ text: event.currentTarget.value, fileName: null })}
          />
        </>
      )}
      {problem !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
    </div>
  );
}
