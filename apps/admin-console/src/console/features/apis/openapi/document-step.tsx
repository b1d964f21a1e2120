import { Alert, Button, Group, List, Select, Stack } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { Section } from '../../../../components/ui/page';
import { ApiError } from '../../../../lib/api-client';
import { describeProblem, listFieldProblems } from '../../../../lib/form-problems';
import { type ChosenDocument, DocumentInput } from './document-input';

/** What operations take that the document has no security for. */
export type Unsaid = 'authenticated' | 'public';

const UNSAID = ['authenticated', 'public'] as const;

/** A document, and how it is to be read. */
export interface DocumentDraft {
  readonly chosen: ChosenDocument;
  readonly unsaid: Unsaid;
}

interface Properties {
  readonly draft: DocumentDraft;
  readonly submitLabel: string;
  readonly onChange: (draft: DocumentDraft) => void;
  /** What it throws is shown, every message of it. */
  readonly onSubmit: () => Promise<void>;
}

interface Refused {
  readonly summary: string;
  readonly messages: readonly string[];
}

function toRefused(error: unknown): Refused {
  if (!(error instanceof ApiError)) return { summary: i18next.t('apis:document.failed'), messages: [] };
  const errors = listFieldProblems(error);
  const isOfDocument = errors.some(({ field }) => field === 'document');
  return {
    summary: isOfDocument ? i18next.t('apis:document.unusable') : describeProblem(error).detail,
    messages: errors.map(({ message }) => message),
  };
}

function RefusedAlert({ summary, messages }: Refused) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), [summary, messages]);
  return (
    <Alert ref={alert} tabIndex={-1} color="red" variant="light" role="alert" title={summary}>
      {messages.length > 0 && (
        <List size="sm">
          {messages.map((message) => (
            <List.Item key={message}>{message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** The first step: which document. It is looked at, and nothing is changed. */
export function DocumentStep({ draft, submitLabel, onChange, onSubmit }: Properties) {
  const { t } = useTranslation('apis');
  const [refused, setRefused] = useState<Refused>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setRefused(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setRefused(toRefused(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {refused !== undefined && <RefusedAlert {...refused} />}
        <Section title={t('document.title')} hint={t('document.lead')}>
          <Stack>
            <DocumentInput value={draft.chosen} onChange={(chosen) => onChange({ ...draft, chosen })} />
            <Select
              label={t('document.unsaid')}
              description={t('document.unsaidHint')}
              data={UNSAID.map((value) => ({ value, label: t(`access.${value}`) }))}
              value={draft.unsaid}
              allowDeselect={false}
              maw={360}
              onChange={(unsaid) =>
                onChange({ ...draft, unsaid: unsaid === 'public' ? 'public' : 'authenticated' })
              }
            />
          </Stack>
        </Section>
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={draft.chosen.text.trim() === ''}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
