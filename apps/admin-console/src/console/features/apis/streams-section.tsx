import type { WebSocketPolicyInput } from '@gatehouse/dto';
import { NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation('apis');
  const policy = value.policies?.webSockets ?? null;
  const set = (webSockets: WebSocketPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, webSockets } });
  const change = (part: Partial<WebSocketPolicyInput>): void => set({ ...(policy ?? NEW_POLICY), ...part });
  return (
    <Section title={t('streams.title')} hint={t('streams.hint')}>
      <Stack>
        <Switch
          label={t('streams.end.label')}
          description={t('streams.end.hint')}
          checked={value.policies?.endsStreamsWithCredential ?? true}
          onChange={(event) =>
            onChange({
              policies: { ...value.policies, endsStreamsWithCredential: event.currentTarget.checked },
            })
          }
        />
        <Switch
          label={t('streams.webSockets')}
          checked={policy !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_POLICY : null)}
        />
        {policy !== null && (
          <>
            <TagsInput
              label={t('streams.origins.label')}
              description={t('streams.origins.hint')}
              value={policy.allowedOrigins ?? []}
              error={problem('policies.webSockets.allowedOrigins')}
              onChange={(allowedOrigins) => change({ allowedOrigins })}
            />
            <NumberInput
              label={t('streams.idle')}
              value={policy.idleSeconds ?? NEW_POLICY.idleSeconds}
              min={1}
              max={86_400}
              allowDecimal={false}
              error={problem('policies.webSockets.idleSeconds')}
              onChange={(seconds) => typeof seconds === 'number' && change({ idleSeconds: seconds })}
            />
            <NumberInput
              label={t('streams.open')}
              value={policy.maxConnections ?? NEW_POLICY.maxConnections}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              error={problem('policies.webSockets.maxConnections')}
              onChange={(count) => typeof count === 'number' && change({ maxConnections: count })}
            />
            <Switch
              label={t('streams.subprotocol.label')}
              description={t('streams.subprotocol.hint')}
              checked={policy.acceptsTokenAsSubprotocol ?? false}
              onChange={(event) => change({ acceptsTokenAsSubprotocol: event.currentTarget.checked })}
            />
          </>
        )}
      </Stack>
    </Section>
  );
}
