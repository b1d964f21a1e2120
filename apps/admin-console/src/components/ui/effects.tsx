import { BLOCKING_EFFECTS, type Effects, type EffectSubject } from '@gatehouse/dto/effects';
import { Alert, Button, List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { formatNumber } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { ConfirmDialog } from './confirm';

/** What something is, and which one. */
interface Subject {
  readonly subject: EffectSubject;
  readonly id: string;
}

/** Counted each time somebody asks: what was true a minute ago is no ground to delete on. */
const useEffects = ({ subject, id }: Subject) =>
  useQuery({
    queryKey: ['effects', subject, id],
    queryFn: () => callApi<Effects>('GET', endpoints.effects(subject, id)),
    gcTime: 0,
    staleTime: 0,
  });

const isBlocking = (what: string): boolean => (BLOCKING_EFFECTS as readonly string[]).includes(what);

function useWords(isOff: boolean) {
  const { t } = useTranslation('ui');
  return ({ what, count }: Effects['effects'][number]): string => {
    const counted = { count, number: formatNumber(count) };
    // What only bars a deletion is told otherwise where nothing is deleted.
    return isOff && what === 'usingApis'
      ? t('effects.off.usingApis', counted)
      : t(`effects.of.${what}`, counted);
  };
}

interface CountedProperties {
  readonly title: string;
  readonly effects: Effects['effects'];
}

function Counted({ title, effects }: CountedProperties) {
  const describe = useWords(false);
  const titleId = useId();
  if (effects.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} id={titleId}>
        {title}
      </Text>
      <List size="sm" aria-labelledby={titleId}>
        {effects.map((effect) => (
          <List.Item key={effect.what}>{describe(effect)}</List.Item>
        ))}
      </List>
    </div>
  );
}

interface ListProperties {
  readonly result: ReturnType<typeof useEffects>;
  readonly isOff?: boolean;
}

function EffectsList({ result, isOff = false }: ListProperties) {
  const { t } = useTranslation('ui');
  const describe = useWords(isOff);
  if (result.isPending) return <Skeleton height={72} role="status" aria-label={t('effects.counting')} />;
  if (result.isError) {
    return (
      <Alert color="red" variant="light" role="alert">
        <Stack gap="xs" align="flex-start">
          {t('effects.failed')}
          <Button size="xs" variant="default" onClick={() => void result.refetch()}>
            {t('tryAgain')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  const { effects } = result.data;
  if (effects.length === 0) return <Text size="sm">{t('effects.nothing')}</Text>;
  if (isOff) {
    return (
      <List size="sm">
        {effects.map((effect) => (
          <List.Item key={effect.what}>{describe(effect)}</List.Item>
        ))}
      </List>
    );
  }
  return (
    <Stack gap="sm">
      <Counted title={t('effects.first')} effects={effects.filter(({ what }) => isBlocking(what))} />
      <Counted title={t('effects.title')} effects={effects.filter(({ what }) => !isBlocking(what))} />
    </Stack>
  );
}

interface Properties extends Subject {
  readonly title: string;
  readonly confirmLabel: string;
  /** What happens whatever is counted. */
  readonly children?: ReactNode;
  /** To be typed first, where much is lost. */
  readonly typeToConfirm?: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is deleted or disabled, and says what that affects; nobody confirms what is not counted yet. */
export function EffectsDialog({ subject, id, children, typeToConfirm, ...dialog }: Properties) {
  const result = useEffects({ subject, id });
  const isBlocked = result.data?.mayDelete !== true;
  return (
    <ConfirmDialog
      {...dialog}
      {...(typeToConfirm !== undefined && !isBlocked && { typeToConfirm })}
      isBlocked={isBlocked}
    >
      <Stack gap="sm">
        {children !== undefined && <Text size="sm">{children}</Text>}
        <EffectsList result={result} />
      </Stack>
    </ConfirmDialog>
  );
}

/** Says what would be affected without something: it is taken away elsewhere, or with a form that is not saved yet. */
export function EffectsNote({ title, ...subject }: Subject & { readonly title: string }) {
  const result = useEffects(subject);
  return (
    <Alert color="yellow" variant="light" title={title}>
      <EffectsList result={result} isOff />
    </Alert>
  );
}

interface SwitchProperties extends Pick<Subject, 'subject'> {
  /** Undefined: not there yet. */
  readonly stored: { readonly id: string; readonly enabled: boolean } | undefined;
  readonly isOn: boolean;
}

/** Says beside a switch what would be affected, once it is turned off and before that is saved. */
export function SwitchedOffNote({ subject, stored, isOn }: SwitchProperties) {
  const { t } = useTranslation('ui');
  return stored?.enabled === true && !isOn ? (
    <EffectsNote title={t('effects.whileOff')} subject={subject} id={stored.id} />
  ) : null;
}
