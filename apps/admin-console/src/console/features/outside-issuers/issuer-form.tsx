import type { OutsideIssuerCheck, OutsideIssuerInput } from '@gatehouse/dto';
import { Alert, Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { checkOutsideIssuer } from './api';
import { type IssuerDraft, toInput } from './issuer-draft';
import { JudgementSection } from './judgement-section';
import { AudienceSection, ClientsSection, ScopesSection } from './meaning-sections';
import type { PartProperties } from './part';

const NOT_JSON: FormProblems = {
  fields: { jwks: 'This is not JSON.' },
  summary: 'Some fields cannot be accepted.',
};

const explain = (error: unknown): FormProblems =>
  error instanceof SyntaxError ? NOT_JSON : toFormProblems(error);

function describe({ keys, introspectionEndpoint }: OutsideIssuerCheck): string {
  const found = keys.length === 0 ? 'It publishes no key yet.' : `Keys: ${keys.join(', ')}.`;
  return introspectionEndpoint === null ? found : `${found} It can be asked about access tokens.`;
}

function CheckResult({ check }: { readonly check: OutsideIssuerCheck }) {
  if (check.problem !== null) {
    return (
      <Alert color="red" variant="light" title="It cannot be used so" role="alert">
        {check.problem}
      </Alert>
    );
  }
  return (
    <Alert color="gate" variant="light" title="It answers" role="status">
      {describe(check)}
    </Alert>
  );
}

function WhoSection({ draft, onChange, problem }: PartProperties) {
  const [check, setCheck] = useState<OutsideIssuerCheck>();
  const [isBusy, setBusy] = useState(false);

  async function tryIt(): Promise<void> {
    setBusy(true);
    const { issuer, keySource, jwksUri } = draft;
    try {
      setCheck(
        await checkOutsideIssuer({
          issuer,
          jwksUri: keySource === 'address' && jwksUri !== '' ? jwksUri : null,
        }),
      );
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      const reason = fields['issuer'] ?? fields['jwksUri'] ?? summary;
      setCheck({ hasMetadata: false, jwksUri: null, introspectionEndpoint: null, keys: [], problem: reason });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title="Who it is">
      <Stack>
        <TextInput
          label="Name"
          description="For operators."
          required
          maxLength={100}
          value={draft.name}
          error={problem('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label="Issuer"
            description="Exactly as its access tokens say it: the claim iss."
            placeholder="https://idp.example"
            required
            value={draft.issuer}
            error={problem('issuer')}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setCheck(undefined);
              onChange({ issuer: event.currentTarget.value.trim() });
            }}
          />
          <Button
            variant="default"
            loading={isBusy}
            disabled={draft.issuer === ''}
            onClick={() => void tryIt()}
          >
            Try
          </Button>
        </Group>
        {check !== undefined && <CheckResult check={check} />}
        <Switch
          label="In use"
          description="Off: every API refuses its access tokens, and open WebSockets end."
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}

interface FormProperties {
  readonly initial: IssuerDraft;
  readonly submitLabel: string;
  readonly hasSecret: boolean;
  readonly onSubmit: (input: OutsideIssuerInput) => Promise<void>;
}

/** Everything about an outside issuer. */
export function IssuerForm({ initial, submitLabel, hasSecret, onSubmit }: FormProperties) {
  const [draft, setDraft] = useState(initial);
  const onChange = (change: Partial<IssuerDraft>): void => setDraft((before) => ({ ...before, ...change }));
  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(toInput(draft))} explain={explain}>
      {(problem) => {
        const part: PartProperties = { draft, problem, onChange };
        return (
          <LinkedSections
            sections={[
              { title: 'Who it is', content: <WhoSection {...part} /> },
              { title: 'Judgement', content: <JudgementSection {...part} hasSecret={hasSecret} /> },
              { title: 'Audience', content: <AudienceSection {...part} /> },
              { title: 'Clients', content: <ClientsSection {...part} /> },
              { title: 'Scopes', content: <ScopesSection {...part} /> },
            ]}
          />
        );
      }}
    </SubmitForm>
  );
}
