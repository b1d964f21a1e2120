import type { TransformsInput } from '@gatehouse/dto';
import { Stack, Switch } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { ChangesInput } from './changes-input';
import type { SectionProperties } from './section';
import { TemplateHelp } from './template-help';

const LISTS = [
  ['request', 'Headers to the upstream', 'After those of the gateway itself.', 'a header'],
  [
    'query',
    'Query to the upstream',
    'Parameters that are not named here stay as they were sent.',
    'a parameter',
  ],
  ['response', 'Headers to the caller', 'Of the answers of the upstream and of routes.', 'a header'],
] as const;

const isEmpty = ({ request, query, response, keepsBasePath }: TransformsInput): boolean =>
  [request, query, response].every((list) => (list ?? []).length === 0) && keepsBasePath !== true;

/** How calls are changed on their way to the upstream, and answers on their way back. */
export function TransformsSection({ value, problem, onChange }: SectionProperties) {
  const transforms = value.policies?.transforms ?? {};
  const change = (part: TransformsInput): void => {
    const next = { ...transforms, ...part };
    onChange({ policies: { ...value.policies, transforms: isEmpty(next) ? null : next } });
  };
  return (
    <Section
      title="Transforms"
      hint="What is changed on the way to the upstream and back, one change after the other."
    >
      <Stack>
        {LISTS.map(([list, label, description, noun]) => (
          <ChangesInput
            key={list}
            label={label}
            description={description}
            noun={noun}
            changes={transforms[list] ?? []}
            problem={(field) => problem(`policies.transforms.${list}.${field}`)}
            onChange={(changes) => change({ [list]: changes })}
          />
        ))}
        <TemplateHelp />
        <Switch
          label="Send the base path on"
          description="Off: the upstream gets the path after it."
          checked={transforms.keepsBasePath ?? false}
          onChange={(event) => change({ keepsBasePath: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}
