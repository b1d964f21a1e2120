import type { TransformsInput } from '@gatehouse/dto';
import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ChangesInput } from './changes-input';
import type { SectionProperties } from './section';
import { TemplateHelp } from './template-help';

const LISTS = [
  ['request', 'header'],
  ['query', 'parameter'],
  ['response', 'header'],
] as const;

const isEmpty = ({ request, query, response, keepsBasePath }: TransformsInput): boolean =>
  [request, query, response].every((list) => (list ?? []).length === 0) && keepsBasePath !== true;

/** How calls are changed on their way to the upstream, and answers on their way back. */
export function TransformsSection({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const transforms = value.policies?.transforms ?? {};
  const change = (part: TransformsInput): void => {
    const next = { ...transforms, ...part };
    onChange({ policies: { ...value.policies, transforms: isEmpty(next) ? null : next } });
  };
  return (
    <Section title={t('transforms.title')} hint={t('transforms.hint')}>
      <Stack>
        {LISTS.map(([list, noun]) => (
          <ChangesInput
            key={list}
            label={t(`transforms.${list}.label`)}
            description={t(`transforms.${list}.hint`)}
            noun={noun}
            changes={transforms[list] ?? []}
            problem={(field) => problem(`policies.transforms.${list}.${field}`)}
            onChange={(changes) => change({ [list]: changes })}
          />
        ))}
        <TemplateHelp />
        <Switch
          label={t('transforms.basePath.label')}
          description={t('transforms.basePath.hint')}
          checked={transforms.keepsBasePath ?? false}
          onChange={(event) => change({ keepsBasePath: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}
