import type { CertificateDetail, UpstreamTlsInput } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { PemInput } from '../../../components/ui/pem-input';
import { formatDate } from '../../../lib/format';
import { SAMPLES } from './samples';
import type { SectionProperties } from './section';
import classes from './tls-section.module.css';

const SOON_MS = 30 * 86_400_000;

function AgeBadge({ notAfter }: CertificateDetail) {
  const { t } = useTranslation('apis');
  const leftMs = Date.parse(notAfter) - Date.now();
  if (leftMs >= SOON_MS) return null;
  return (
    <Badge variant="light" color="red" component="span">
      {leftMs <= 0 ? t('tls.expired') : t('tls.expiresSoon')}
    </Badge>
  );
}

/** What is read in the certificates that are stored. */
function Certificates({ certificates }: { readonly certificates: readonly CertificateDetail[] }) {
  const { t } = useTranslation('apis');
  return certificates.map((certificate) => (
    <div key={certificate.fingerprint}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {certificate.subject}
        </Text>
        <AgeBadge {...certificate} />
      </Group>
      <Text size="xs" c="var(--quiet-text)">
        {t('tls.until', { date: formatDate(certificate.notAfter), issuer: certificate.issuer })}
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
  const { t } = useTranslation('apis');
  const kept = stored?.tls;
  const isKept = kept != null && kept.caCertificates === tls.caCertificates;
  return (
    <>
      <Switch
        label={t('tls.authorities.only')}
        description={t('tls.authorities.onlyHint')}
        checked={tls.caCertificates != null}
        onChange={(event) => change({ caCertificates: event.currentTarget.checked ? '' : null })}
      />
      {tls.caCertificates != null && (
        <PemInput
          label={t('tls.authorities.label')}
          description={t('tls.authorities.hint')}
          placeholder={SAMPLES.certificate}
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
  const { t } = useTranslation('apis');
  const hasKey = stored?.tls?.hasClientKey === true;
  if (hasKey && tls.clientKey === undefined) {
    const refusal = problem('tls.clientKey');
    return (
      <Group gap="sm">
        <IconLock size={18} aria-hidden />
        <Text size="sm" c={refusal === undefined ? 'inherit' : 'var(--mantine-color-error)'}>
          {refusal ?? t('tls.key.stored')}
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => change({ clientKey: '' })}>
          {t('tls.key.replace')}
        </Button>
      </Group>
    );
  }
  return (
    <>
      <PemInput
        label={t('tls.key.label')}
        description={t('tls.key.hint')}
        placeholder={SAMPLES.privateKey}
        value={tls.clientKey ?? ''}
        error={problem('tls.clientKey')}
        onChange={(clientKey) => change({ clientKey })}
      />
      {hasKey && (
        <Group>
          <Button variant="subtle" size="compact-sm" onClick={() => change({ clientKey: undefined })}>
            {t('tls.key.keep')}
          </Button>
        </Group>
      )}
    </>
  );
}

function ClientCertificate(properties: PartProperties) {
  const { t } = useTranslation('apis');
  const { tls, stored, problem, change } = properties;
  const kept = stored?.tls;
  const isShown = tls.clientCertificate != null;
  const isKept = isShown && kept?.clientCertificate === tls.clientCertificate;
  const certificates = kept?.certificates.filter(({ use }) => use === 'client') ?? [];
  return (
    <>
      <Switch
        label={t('tls.client.show')}
        description={t('tls.client.showHint')}
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
            label={t('tls.client.label')}
            description={t('tls.client.hint')}
            placeholder={SAMPLES.certificate}
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
  const { t } = useTranslation('apis');
  const { value, problem, onChange } = properties;
  const tls = value.tls ?? {};
  const change = (part: TlsChange): void => onChange({ tls: withChange(tls, part) });
  const part = { ...properties, tls, change };
  return (
    <Section title={t('tls.title')} hint={t('tls.hint')}>
      <Stack>
        <Authorities {...part} />
        <ClientCertificate {...part} />
        <TextInput
          label={t('tls.serverName.label')}
          description={t('tls.serverName.hint')}
          placeholder={SAMPLES.serverName}
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
