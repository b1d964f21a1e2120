import type { KeySetCheck } from '@gatehouse/dto';
import { Alert, Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toFormProblems } from '../../../lib/form-problems';
import { checkKeySet } from './api';
import type { IssuerDraft } from './issuer-draft';

interface Properties {
  readonly draft: IssuerDraft;
  readonly onChange: (part: Partial<IssuerDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function CheckResult({ check }: { readonly check: KeySetCheck }) {
  if (!check.isReadable) {
    return (
      <Alert color="red" variant="light" title="The address cannot be used" role="alert">
        Because {check.reason}.
      </Alert>
    );
  }
  return (
    <Alert color="gate" variant="light" title="The address can be used" role="status">
      {check.keys.length === 0
        ? 'But there is no public key in it yet.'
        : `Keys in it: ${check.keys.join(', ')}.`}
    </Alert>
  );
}

/** What its signatures are verified with. */
export function KeysInput({ draft, onChange, problem }: Properties) {
  const [check, setCheck] = useState<KeySetCheck>();
  const [isBusy, setBusy] = useState(false);

  async function tryAddress(): Promise<void> {
    setBusy(true);
    try {
      setCheck(await checkKeySet(draft.jwksUri));
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      setCheck({ isReadable: false, reason: fields['jwksUri'] ?? summary, keys: [] });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack>
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label="Key set address"
          description="Where it publishes its JWK Set. New keys there count without a change here."
          placeholder="https://idp.example/jwks"
          value={draft.jwksUri}
          error={problem('jwksUri')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setCheck(undefined);
            onChange({ jwksUri: event.currentTarget.value.trim() });
          }}
        />
        <Button
          variant="default"
          loading={isBusy}
          disabled={draft.jwksUri === ''}
          onClick={() => void tryAddress()}
        >
          Try
        </Button>
      </Group>
      {check !== undefined && <CheckResult check={check} />}
      <Textarea
        label="Key set"
        description="Or the JWK Set itself, with public keys alone."
        placeholder='{"keys":[{"kty":"EC", …}]}'
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={draft.jwks}
        error={problem('jwks')}
        onChange={(event) => onChange({ jwks: event.currentTarget.value })}
      />
      <Textarea
        label="Certificates"
        description="X.509 in PEM, one after the other. SAML assertions are verified with these alone."
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={draft.certificates}
        error={problem('certificates')}
        onChange={(event) => onChange({ certificates: event.currentTarget.value })}
      />
    </Stack>
  );
}
