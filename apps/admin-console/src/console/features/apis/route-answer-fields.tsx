import type { RouteInput } from '@gatehouse/dto';
import { Select, TextInput } from '@mantine/core';
import { NEW_RESPONSE } from './fixed-response-fields';

const ANSWERERS = [
  { value: 'upstream', label: 'The upstream' },
  { value: 'rewrite', label: 'The upstream, other path' },
  { value: 'fixed', label: 'The gateway itself' },
] as const;

interface Properties {
  readonly route: RouteInput;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<RouteInput>) => void;
}

/** Who answers the calls of a route, and where. */
export function RouteAnswerFields({ route, problem, onChange }: Properties) {
  const { rewrite = null, fixedResponse = null } = route;
  const answerer = fixedResponse !== null ? 'fixed' : rewrite !== null ? 'rewrite' : 'upstream';
  return (
    <>
      <Select
        label="Answered by"
        data={ANSWERERS}
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
          label="At the path"
          description="With the route's parameters, or facts as whole segments."
          placeholder="/v2/images/{id}"
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
