import type { FixedHeaderInput, FixedResponseInput } from '@gatehouse/dto';
import { fillWithExamples } from '@gatehouse/dto/template-facts';
import { ActionIcon, Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './routes-input.module.css';
import { SAMPLES } from './samples';
import { TemplateHelp } from './template-help';

export const NEW_RESPONSE: Required<FixedResponseInput> = {
  status: 200,
  contentType: 'application/json',
  headers: [],
  body: '',
};

interface Properties {
  readonly response: FixedResponseInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (response: FixedResponseInput) => void;
}

function Headers({ response, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const headers = response.headers ?? [];
  const set = (next: FixedHeaderInput[]): void => onChange({ ...response, headers: next });
  const change = (index: number, header: FixedHeaderInput): void => set(headers.with(index, header));
  return (
    <Stack gap="xs">
      {headers.map((header, index) => (
        <div
          key={index}
          className={classes.header}
          role="group"
          aria-label={t('fixed.headerOf', { number: index + 1 })}
        >
          <TextInput
            label={t('fixed.header')}
            required
            maxLength={100}
            value={header.name}
            error={problem(`headers.${index}.name`)}
            spellCheck={false}
            onChange={(event) => change(index, { ...header, name: event.currentTarget.value.trim() })}
          />
          <TextInput
            label={t('changes.value')}
            required
            maxLength={1000}
            value={header.value}
            error={problem(`headers.${index}.value`)}
            spellCheck={false}
            onChange={(event) => change(index, { ...header, value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            mt={25}
            aria-label={t('fixed.removeHeader', { number: index + 1 })}
            onClick={() => set(headers.toSpliced(index, 1))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set([...headers, { name: '', value: '' }])}
        >
          {t('fixed.addHeader')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What a route answers by itself. */
export function FixedResponseFields(properties: Properties) {
  const { t } = useTranslation('apis');
  const { response, problem, onChange } = properties;
  const body = response.body ?? '';
  const example = fillWithExamples(body);
  const change = (part: Partial<FixedResponseInput>): void => onChange({ ...response, ...part });
  return (
    <Stack mt="sm">
      <div className={classes.route}>
        <NumberInput
          label={t('fixed.status')}
          required
          min={200}
          max={599}
          allowDecimal={false}
          value={response.status}
          error={problem('status')}
          onChange={(status) => typeof status === 'number' && change({ status })}
        />
        <TextInput
          label={t('fixed.mediaType')}
          placeholder={SAMPLES.mediaType}
          maxLength={200}
          value={response.contentType ?? ''}
          error={problem('contentType')}
          spellCheck={false}
          onChange={(event) => change({ contentType: event.currentTarget.value.trim() })}
        />
      </div>
      <Textarea
        label={t('fixed.body.label')}
        description={t('fixed.body.hint')}
        maxLength={20_000}
        autosize
        minRows={3}
        maxRows={16}
        value={body}
        error={problem('body')}
        spellCheck={false}
        classNames={{ input: classes.body ?? '' }}
        onChange={(event) => change({ body: event.currentTarget.value })}
      />
      {example !== body && (
        <div>
          <Text size="xs" c="var(--quiet-text)">
            {t('fixed.example')}
          </Text>
          <pre className={classes.example}>{example}</pre>
        </div>
      )}
      <Headers {...properties} />
      <TemplateHelp />
    </Stack>
  );
}
