import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { IconFileText, IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { formatBytes } from '../../../../lib/format';
import classes from './document-input.module.css';

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
  return (
    <div className={classes.file}>
      <IconFileText size={20} aria-hidden />
      <Text fw={600}>{value.fileName}</Text>
      <Text size="sm" c="var(--quiet-text)">
        {formatBytes(new Blob([value.text]).size)}
      </Text>
      <Button variant="default" size="compact-sm" onClick={() => onChange(NO_DOCUMENT)}>
        Take another
      </Button>
    </div>
  );
}

/** An OpenAPI document: chosen, dropped or pasted. */
export function DocumentInput({ value, onChange }: Properties) {
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function read(file: File | null | undefined): Promise<void> {
    if (file == null) return;
    const isTooLarge = file.size > MAX_BYTES;
    setProblem(isTooLarge ? `${file.name} is larger than ${formatBytes(MAX_BYTES)}.` : undefined);
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
              inputProps={{ 'aria-label': 'OpenAPI document: a file' }}
            >
              {(button) => (
                <Button variant="default" leftSection={<IconFileUpload size={16} aria-hidden />} {...button}>
                  Choose a file
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="var(--quiet-text)">
              or drop one here, or paste its text below.
            </Text>
          </Group>
          <Textarea
            label="OpenAPI document"
            description="OpenAPI 3.0 or 3.1, in JSON or YAML, at most 2 MB. Nothing that it refers to outside of itself is read."
            placeholder={'openapi: 3.1.0\ninfo:\n  title: …'}
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
