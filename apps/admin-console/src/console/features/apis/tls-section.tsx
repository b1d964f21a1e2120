import type { CertificateDetail, UpstreamTlsInput } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Section } from '../../../components/ui/page';
import { PemInput } from '../../../components/ui/pem-input';
import { formatDate } from '../../../lib/format';
import type { SectionProperties } from './section';
import classes from './tls-section.module.css';

const SOON_MS = 30 * 86_400_000;

function AgeBadge({ notAfter }: CertificateDetail) {
  const leftMs = Date.parse(notAfter) - Date.now();
  if (leftMs >= SOON_MS) return null;
  return (
    <Badge variant="light" color="red" component="span">
      {leftMs <= 0 ? 'Expired' : 'Expires soon'}
    </Badge>
  );
}

/** What is read in the certificates that are stored. */
function Certificates({ certificates }: { readonly certificates: readonly CertificateDetail[] }) {
  return certificates.map((certificate) => (
    <div key={certificate.fingerprint}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {certificate.subject}
        </Text>
        <AgeBadge {...certificate} />
      </Group>
      <Text size="xs" c="var(--quiet-text)">
        Until {formatDate(certificate.notAfter)}, issued by {certificate.issuer}
      </Text>
      <Code className={classes.fingerprint ?? ''}>{certificate.fingerprint}</Code>
    </div>
  ));
}

/** A key that is undefined is left out: the one that is stored stays. */
type TlsChange = Partial<Omit<UpstreamTlsInput, 'clientKey'>> & { readonly clientKey?: string | undefined };

function withChange(tls: UpstreamTlsInput, part: TlsChange): UpstreamTlsInput {
  const { clientKey, ...rest } = { ...tls, ...part };
  return clientKey === undefined ? rest : { ...rest, clientKey };
}

interface PartProperties extends SectionProperties {
  readonly tls: UpstreamTlsInput;
  readonly change: (part: TlsChange) => void;
}

function Authorities({ tls, stored, problem, change }: PartProperties) {
  const kept = stored?.tls;
  const isKept = kept != null && kept.caCertificates === tls.caCertificates;
  return (
    <>
      <Switch
        label="Trust only authorities that I name"
        description="For an upstream whose certificate comes from an authority of your own. Off: the public ones."
        checked={tls.caCertificates != null}
        onChange={(event) => change({ caCertificates: event.currentTarget.checked ? '' : null })}
      />
      {tls.caCertificates != null && (
        <PemInput
          label="Authorities (PEM)"
          description="One certificate or several, one after the other."
          placeholder="-----BEGIN CERTIFICATE-----"
          value={tls.caCertificates}
          error={problem('tls.caCertificates')}
          onChange={(caCertificates) => change({ caCertificates })}
        />
      )}
      {isKept && <Certificates certificates={kept.certificates.filter(({ use }) => use === 'authority')} />}
    </>
  );
}

/** The key of the client certificate: it goes in, and is never shown again. */
function ClientKey({ tls, stored, problem, change }: PartProperties) {
  const hasKey = stored?.tls?.hasClientKey === true;
  if (hasKey && tls.clientKey === undefined) {
    const refusal = problem('tls.clientKey');
    return (
      <Group gap="sm">
        <IconLock size={18} aria-hidden />
        <Text size="sm" c={refusal === undefined ? 'inherit' : 'var(--mantine-color-error)'}>
          {refusal ?? 'The private key is stored, sealed. It is never shown.'}
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => change({ clientKey: '' })}>
          Replace the private key
        </Button>
      </Group>
    );
  }
  return (
    <>
      <PemInput
        label="Private key (PEM)"
        description="Of the client certificate, without a pass phrase. Stored sealed, and never shown again."
        placeholder="-----BEGIN PRIVATE KEY-----"
        value={tls.clientKey ?? ''}
        error={problem('tls.clientKey')}
        onChange={(clientKey) => change({ clientKey })}
      />
      {hasKey && (
        <Group>
          <Button variant="subtle" size="compact-sm" onClick={() => change({ clientKey: undefined })}>
            Keep the stored private key
          </Button>
        </Group>
      )}
    </>
  );
}

function ClientCertificate(properties: PartProperties) {
  const { tls, stored, problem, change } = properties;
  const kept = stored?.tls;
  const isShown = tls.clientCertificate != null;
  const isKept = isShown && kept?.clientCertificate === tls.clientCertificate;
  const certificates = kept?.certificates.filter(({ use }) => use === 'client') ?? [];
  return (
    <>
      <Switch
        label="Show a client certificate"
        description="For an upstream that wants to know that it is this gateway which calls (mutual TLS). Switching it off removes certificate and key."
        checked={isShown}
        error={isShown ? undefined : problem('tls.clientKey')}
        onChange={(event) =>
          change(
            event.currentTarget.checked
              ? { clientCertificate: kept?.clientCertificate ?? '' }
              : { clientCertificate: null, clientKey: undefined },
          )
        }
      />
      {isShown && (
        <>
          <PemInput
            label="Client certificate (PEM)"
            description="Its own first, then what leads from it to its authority."
            placeholder="-----BEGIN CERTIFICATE-----"
            value={tls.clientCertificate ?? ''}
            error={problem('tls.clientCertificate')}
            onChange={(clientCertificate) => change({ clientCertificate })}
          />
          {isKept && <Certificates certificates={certificates} />}
          <ClientKey {...properties} />
        </>
      )}
    </>
  );
}

/** How the gateway and the upstream know each other over TLS. */
export function TlsSection(properties: SectionProperties) {
  const { value, problem, onChange } = properties;
  const tls = value.tls ?? {};
  const change = (part: TlsChange): void => onChange({ tls: withChange(tls, part) });
  const part = { ...properties, tls, change };
  return (
    <Section title="Upstream TLS" hint="For targets that begin with https://.">
      <Stack>
        <Authorities {...part} />
        <ClientCertificate {...part} />
        <TextInput
          label="Server name"
          description="That the upstream's certificate must have. Empty: the host of the target."
          placeholder="photos.internal"
          value={tls.serverName ?? ''}
          error={problem('tls.serverName')}
          spellCheck={false}
          onChange={(event) => {
            const serverName = event.currentTarget.value.trim();
            change({ serverName: serverName === '' ? null : serverName });
          }}
        />
      </Stack>
    </Section>
  );
}
