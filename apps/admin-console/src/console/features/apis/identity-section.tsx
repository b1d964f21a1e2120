import type { ApiDetail, UpstreamIdentityInput } from '@gatehouse/dto';
import { Badge, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { CopyField } from '../../../components/ui/secret-dialog';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

type Kind = 'headers' | UpstreamIdentityInput['kind'];

const KINDS: readonly { readonly kind: Kind; readonly label: string; readonly description: string }[] = [
  {
    kind: 'headers',
    label: 'By headers',
    description:
      'X-Gatehouse-User, -Client, -Application and -Scope. For an upstream that only the gateway can reach.',
  },
  {
    kind: 'jwt',
    label: 'By a signed assertion',
    description:
      'A JWT for this upstream alone, good for a short time, in place of the headers. It can check it itself.',
  },
  {
    kind: 'passthrough',
    label: "By the caller's own access token",
    description: 'Besides the headers. Whoever reads it at the upstream can call this API with it.',
  },
];

interface AssertionProperties extends SectionProperties {
  readonly identity: UpstreamIdentityInput;
}

function AssertionFields({ identity, value, problem, onChange }: AssertionProperties) {
  const change = (part: Partial<UpstreamIdentityInput>): void =>
    onChange({ policies: { ...value.policies, identity: { ...identity, ...part } } });
  return (
    <div className={classes.route}>
      <TextInput
        label="Header of the assertion"
        description="In Authorization it follows the word Bearer."
        required
        maxLength={100}
        value={identity.header ?? 'X-Gatehouse-Assertion'}
        error={problem('policies.identity.header')}
        spellCheck={false}
        onChange={(event) => change({ header: event.currentTarget.value.trim() })}
      />
      <TextInput
        label="Audience of the assertion"
        description="Empty: a name that this API alone has."
        placeholder="urn:gatehouse:upstream:…"
        value={identity.audience ?? ''}
        error={problem('policies.identity.audience')}
        spellCheck={false}
        onChange={(event) => {
          const audience = event.currentTarget.value.trim();
          change({ audience: audience === '' ? null : audience });
        }}
      />
      <NumberInput
        label="Lifetime of the assertion (s)"
        description="What is revoked meanwhile stays in it."
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
  return (
    <Stack gap="xs">
      <Text size="sm">
        The upstream checks the signature with these keys, and that the assertion is of the type{' '}
        <b>{assertion.type}</b>, from this issuer and for this audience:
      </Text>
      <CopyField label="Keys (JWKS)" value={assertion.jwksUri} />
      <CopyField label="Issuer" value={assertion.issuer} />
      <CopyField label="Audience" value={assertion.audience} />
    </Stack>
  );
}

/** How the upstream learns who calls, and which access token it gets. */
export function IdentitySection(properties: SectionProperties) {
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
    <Section
      title="Upstream identity"
      hint="How the service behind the API learns who calls. Callers' access tokens stay here unless you say otherwise."
    >
      <Stack>
        <Radio.Group
          label="The upstream is told who calls"
          value={identity?.kind ?? 'headers'}
          error={problem('policies.identity.kind')}
          onChange={choose}
        >
          <Stack gap="xs" mt="xs">
            {KINDS.map(({ kind, label, description }) => (
              <Radio
                key={kind}
                value={kind}
                description={description}
                label={
                  <>
                    {label}{' '}
                    {kind === 'passthrough' && (
                      <Badge variant="light" color="red" size="sm" component="span">
                        Weaker
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
          label="Access token for the upstream"
          description="The gateway's own, from a token provider, in the Authorization header."
          placeholder="None"
          value={value.providerId ?? null}
          error={problem('providerId')}
          onChange={(providerId) => onChange({ providerId })}
        />
      </Stack>
    </Section>
  );
}
