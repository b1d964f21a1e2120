import type { ApplicationKind } from '@gatehouse/dto';
import { Badge, Group, Radio, Text, TextInput } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeKind, type OfferedProfile } from './kinds';
import classes from './new-application.module.css';
import { SAMPLES } from './samples';

/** What a program is held to, and what that needs. */
export interface ProfileChoice {
  readonly profile?: string;
  readonly jwksUri?: string;
}

/** The profile that counts: the one that was chosen, else the one to take for the kind. */
export function findProfile(kind: ApplicationKind, { profile }: ProfileChoice): OfferedProfile {
  const offered = describeKind(kind).profiles ?? ['oauth21'];
  return offered.find((one) => one === profile) ?? offered[0];
}

const isKeySet = (text: string): boolean => URL.canParse(text.trim()) && /^https?:/.test(text.trim());

export const isProfileComplete = (kind: ApplicationKind, choice: ProfileChoice): boolean =>
  findProfile(kind, choice) !== 'fapi2' || isKeySet(choice.jwksUri ?? '');

/** What is sent of it. */
export function toProfileFields(kind: ApplicationKind, choice: ProfileChoice) {
  const profile = findProfile(kind, choice);
  return profile === 'fapi2' ? { profile, jwksUri: (choice.jwksUri ?? '').trim() } : { profile };
}

interface Properties {
  readonly kind: ApplicationKind;
  readonly choice: ProfileChoice;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: ProfileChoice) => void;
}

export const POINTS = {
  oauth21: ['anyLibrary', 'noPasswords'],
  mcp: ['namesApi', 'shortTokens', 'onceRefresh'],
  fapi2: ['ownKey', 'pushes', 'provesEachCall', 'httpsCallbacks'],
} as const;

/** How strict its rules are: offered after its kind, with what they demand of its developer. */
export function ProfilePicker({ kind, choice, problem, onChange }: Properties) {
  const { t } = useTranslation('applications');
  const { profiles: offered } = describeKind(kind);
  if (offered === undefined) return null;
  const chosen = findProfile(kind, choice);
  return (
    <>
      <Radio.Group
        label={t('newProfile.label')}
        description={t('newProfile.description')}
        value={chosen}
        error={problem('profile')}
        onChange={(text) => onChange({ profile: text })}
      >
        <div className={classes.kinds}>
          {offered.map((profile, place) => (
            <Radio.Card key={profile} value={profile} p="md" className={classes.kind ?? ''}>
              <div>
                <Group gap="xs">
                  <Text fw={600}>{t(`newProfile.names.${profile}`)}</Text>
                  {place === 0 && (
                    <Badge component="span" variant="light" size="sm">
                      {t('newProfile.advised')}
                    </Badge>
                  )}
                </Group>
                <Text size="sm" c="var(--quiet-text)">
                  {t(`clientProfile.profiles.${profile}.hint`)}
                </Text>
              </div>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div className={classes.settings} aria-live="polite">
        <Text size="sm" fw={600}>
          {t('newProfile.demands')}
        </Text>
        <ul className={classes.list}>
          {POINTS[chosen].map((point) => (
            <li key={point}>
              <IconChevronRight size={16} aria-hidden />
              <Text size="sm">{t(`newProfile.points.${point}`)}</Text>
            </li>
          ))}
        </ul>
      </div>
      {chosen === 'fapi2' && (
        <TextInput
          label={t('authentication.jwksUri')}
          description={t('newProfile.keysHint')}
          value={choice.jwksUri ?? ''}
          placeholder={SAMPLES.jwksUri}
          type="url"
          required
          error={problem('jwksUri') ?? problem('tokenEndpointAuthMethod')}
          onChange={(event) => onChange({ jwksUri: event.currentTarget.value })}
        />
      )}
    </>
  );
}
