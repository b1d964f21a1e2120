import type { ApiDetail, UpstreamIdentityInput } from '@gatehouse/dto';
import { Badge, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { CopyField } from '../../../components/ui/secret-dialog';
import classes from './routes-input.module.css';
import { SAMPLES } from './samples';
import type { SectionProperties } from './section';

type Kind = 'headers' | UpstreamIdentityInput['kind'];

const KINDS: readonly Kind[] = ['headers', 'jwt', 'passthrough'];

interface AssertionProperties extends SectionProperties {
  readonly identity: UpstreamIdentityInput;
}

function AssertionFields({ identity, value, problem, onChange }: AssertionProperties) {
  const { t } = useTranslation('apis');
  const change = (part: Partial<UpstreamIdentityInput>): void =>
    onChange({ policies: { ...value.policies, identity: { ...identity, ...part } } });
  return (
    <div className={classes.route}>
      <TextInput
        label={t('identity.assertion.header')}
        description={t('identity.assertion.headerHint')}
        required
        maxLength={100}
        value={identity.header ?? 'X-Gatehouse-Assertion'}
        error={problem('policies.identity.header')}
        spellCheck={false}
        onChange={(event) => change({ header: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={t('identity.assertion.audience')}
        description={t('identity.assertion.audienceHint')}
        placeholder={SAMPLES.upstreamAudience}
        value={identity.audience ?? ''}
        error={problem('policies.identity.audience')}
        spellCheck={false}
        onChange={(event) => {
          const audience = event.currentTarget.value.trim();
          change({ audience: audience === '' ? null : audience });
        }}
      />
      <NumberInput
        label={t('identity.assertion.lifetime')}
        description={t('identity.assertion.lifetimeHint')}
        min={10}
        max={3600}
        allowDecimal={false}
        value={identity.lifetimeSeconds ?? 60}
        error={problem('policies.identity.lifetimeSeconds')}
        onChange={(seconds) => typeof seconds === 'number' && change({ lifetimeSeconds: seconds })}
      />
    </div>
  );
}

/** For whoever writes the upstream. */
function AssertionFacts({ assertion }: Pick<ApiDetail, 'assertion'>) {
  const { t } = useTranslation('apis');
  return (
    <Stack gap="xs">
      <Text size="sm">
        <Trans t={t} i18nKey="identity.facts.lead" components={{ type: <b>{assertion.type}</b> }} />
      </Text>
      <CopyField label={t('identity.facts.keys')} value={assertion.jwksUri} />
      <CopyField label={t('identity.facts.issuer')} value={assertion.issuer} />
      <CopyField label={t('identity.facts.audience')} value={assertion.audience} />
    </Stack>
  );
}

/** How the upstream learns who calls, and which access token it gets. */
export function IdentitySection(properties: SectionProperties) {
  const { t } = useTranslation('apis');
  const { value, stored, problem, onChange } = properties;
  const identity = value.policies?.identity ?? null;
  const choose = (kind: string): void =>
    onChange({
      policies: {
        ...value.policies,
        identity: kind === 'jwt' || kind === 'passthrough' ? ({ kind } as const) : null,
      },
    });
  return (
    <Section title={t('identity.title')} hint={t('identity.hint')}>
      <Stack>
        <Radio.Group
          label={t('identity.told')}
          value={identity?.kind ?? 'headers'}
          error={problem('policies.identity.kind')}
          onChange={choose}
        >
          <Stack gap="xs" mt="xs">
            {KINDS.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                description={t(`identity.${kind}.hint`)}
                label={
                  <>
                    {t(`identity.${kind}.label`)}{' '}
                    {kind === 'passthrough' && (
                      <Badge variant="light" color="red" size="sm" component="span">
                        {t('identity.weaker')}
                      </Badge>
                    )}
                  </>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        {identity?.kind === 'jwt' && (
          <>
            <AssertionFields {...properties} identity={identity} />
            {stored?.policies.identity?.kind === 'jwt' && <AssertionFacts assertion={stored.assertion} />}
          </>
        )}
        <Picker
          kind="providers"
          label={t('identity.token.label')}
          description={t('identity.token.hint')}
          placeholder={t('identity.token.none')}
          value={value.providerId ?? null}
          error={problem('providerId')}
          onChange={(providerId) => onChange({ providerId })}
        />
      </Stack>
    </Section>
  );
}
