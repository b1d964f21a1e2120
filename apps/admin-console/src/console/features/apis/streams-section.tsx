import type { WebSocketPolicyInput } from '@gatehouse/dto';
import { NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import type { SectionProperties } from './section';

const NEW_POLICY: Required<WebSocketPolicyInput> = {
  allowedOrigins: [],
  idleSeconds: 300,
  maxConnections: 1_000,
  acceptsTokenAsSubprotocol: false,
};

/** What goes on and on: WebSockets, and answers without a length. */
export function StreamsSection({ value, problem, onChange }: SectionProperties) {
  const policy = value.policies?.webSockets ?? null;
  const set = (webSockets: WebSocketPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, webSockets } });
  const change = (part: Partial<WebSocketPolicyInput>): void => set({ ...(policy ?? NEW_POLICY), ...part });
  return (
    <Section title="Streams" hint="A WebSocket is cut when its caller's access token expires or is revoked.">
      <Stack>
        <Switch
          label="End streams with their caller's access token"
          description="Also answers without a length, such as events that a server sends."
          checked={value.policies?.endsStreamsWithCredential ?? true}
          onChange={(event) =>
            onChange({
              policies: { ...value.policies, endsStreamsWithCredential: event.currentTarget.checked },
            })
          }
        />
        <Switch
          label="Let WebSockets through"
          checked={policy !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_POLICY : null)}
        />
        {policy !== null && (
          <>
            <TagsInput
              label="Pages that may connect"
              description="Their origins, such as https://app.example, or * for every one. Programs need none."
              value={policy.allowedOrigins ?? []}
              error={problem('policies.webSockets.allowedOrigins')}
              onChange={(allowedOrigins) => change({ allowedOrigins })}
            />
            <NumberInput
              label="Closed when nothing passes for (s)"
              value={policy.idleSeconds ?? NEW_POLICY.idleSeconds}
              min={1}
              max={86_400}
              allowDecimal={false}
              error={problem('policies.webSockets.idleSeconds')}
              onChange={(seconds) => typeof seconds === 'number' && change({ idleSeconds: seconds })}
            />
            <NumberInput
              label="Open at once, at each node"
              value={policy.maxConnections ?? NEW_POLICY.maxConnections}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              error={problem('policies.webSockets.maxConnections')}
              onChange={(count) => typeof count === 'number' && change({ maxConnections: count })}
            />
            <Switch
              label="Accept the access token as a subprotocol"
              description="For browsers, which cannot send an Authorization header: bearer.<token>, beside another one."
              checked={policy.acceptsTokenAsSubprotocol ?? false}
              onChange={(event) => change({ acceptsTokenAsSubprotocol: event.currentTarget.checked })}
            />
          </>
        )}
      </Stack>
    </Section>
  );
}
