import type { RouteInput } from '@gatehouse/dto';
import { ActionIcon, Button, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Picker } from '../../../components/ui/pickers';
import classes from './routes-input.module.css';
import { SAMPLES } from './samples';

type RequiredDetail = NonNullable<RouteInput['requiredDetail']>;

interface Properties {
  readonly route: RouteInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
}

const NOTHING_MORE = { actions: [], locations: [], datatypes: [], conditions: [] };

interface ConditionProperties {
  readonly detail: RequiredDetail;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RequiredDetail>) => void;
}

/** Fields of the detail that must be the same as something in the call. */
function Conditions({ detail, problem, onChange }: ConditionProperties) {
  const { t } = useTranslation('apis');
  const { conditions } = detail;
  const change = (place: number, part: Partial<(typeof conditions)[number]>): void =>
    onChange({ conditions: conditions.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  return (
    <Stack gap="xs">
      {conditions.map(({ field, equals }, place) => (
        <Group key={place} gap="xs" align="end" wrap="nowrap">
          <TextInput
            label={t('route.detail.field')}
            placeholder={SAMPLES.detailField}
            flex={1}
            value={field}
            error={problem(`conditions.${place}`)}
            spellCheck={false}
            onChange={(event) => change(place, { field: event.currentTarget.value.trim() })}
          />
          <TextInput
            label={t('route.detail.equals')}
            placeholder={SAMPLES.detailFact}
            flex={1}
            value={equals}
            spellCheck={false}
            onChange={(event) => change(place, { equals: event.currentTarget.value.trim() })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('route.detail.removeCondition', { number: place + 1 })}
            onClick={() => onChange({ conditions: conditions.filter((_, at) => at !== place) })}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="sm">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ conditions: [...conditions, { field: '', equals: '' }] })}
        >
          {t('route.detail.addCondition')}
        </Button>
        <Text size="xs" c="var(--quiet-text)">
          {t('route.detail.conditionHint')}
        </Text>
      </Group>
    </Stack>
  );
}

/** RFC 9396: what an access token must have been given in detail. */
export function RequiredDetailFields({ route, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const detail = route.requiredDetail ?? null;
  const problemAt = (field: string): string | undefined => problem(`requiredDetail.${field}`);
  const change = (part: Partial<RequiredDetail>): void => {
    if (detail !== null) onChange({ requiredDetail: { ...detail, ...part } });
  };
  return (
    <div className={classes.detail}>
      <Picker
        kind="details-types"
        label={t('route.detail.label')}
        placeholder={t('route.detail.none')}
        value={detail?.type ?? null}
        error={problemAt('type')}
        clearButtonProps={{ 'aria-label': t('route.detail.clear') }}
        onChange={(type) =>
          onChange({
            requiredDetail: type === null ? null : { ...NOTHING_MORE, ...detail, type },
          })
        }
      />
      {detail !== null && (
        <>
          <TagsInput
            label={t('route.detail.actions')}
            description={t('route.detail.actionsHint')}
            value={detail.actions}
            error={problemAt('actions')}
            onChange={(actions) => change({ actions })}
          />
          <Conditions detail={detail} problem={problemAt} onChange={change} />
        </>
      )}
    </div>
  );
}
