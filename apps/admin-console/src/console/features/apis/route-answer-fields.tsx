import type { RouteInput } from '@gatehouse/dto';
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NEW_RESPONSE } from './fixed-response-fields';
import { SAMPLES } from './samples';

const ANSWERERS = ['upstream', 'rewrite', 'fixed'] as const;

interface Properties {
  readonly route: RouteInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
}

/** Who answers the calls of a route, and where. */
export function RouteAnswerFields({ route, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const { rewrite = null, fixedResponse = null } = route;
  const answerer = fixedResponse !== null ? 'fixed' : rewrite !== null ? 'rewrite' : 'upstream';
  return (
    <>
      <Select
        label={t('answer.by')}
        data={ANSWERERS.map((one) => ({ value: one, label: t(`answer.${one}`) }))}
        value={answerer}
        allowDeselect={false}
        error={answerer === 'upstream' ? (problem('rewrite') ?? problem('fixedResponse')) : undefined}
        onChange={(chosen) =>
          onChange({
            rewrite: chosen === 'rewrite' ? route.path : null,
            fixedResponse: chosen === 'fixed' ? NEW_RESPONSE : null,
          })
        }
      />
      {answerer === 'rewrite' && (
        <TextInput
          label={t('answer.path.label')}
          description={t('answer.path.hint')}
          placeholder={SAMPLES.upstreamPath}
          required
          maxLength={500}
          value={rewrite ?? ''}
          error={problem('rewrite')}
          spellCheck={false}
          onChange={(event) => onChange({ rewrite: event.currentTarget.value.trim() })}
        />
      )}
    </>
  );
}
