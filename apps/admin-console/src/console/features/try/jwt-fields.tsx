import { Alert, Stack, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findWrong } from './assertion-check';
import { AssertionRules } from './assertion-rules';
import { CodeBlock } from './code-block';
import type { TrialPlace } from './flows/setting';
import { decodeJwt } from './jwt';
import type { FieldsProperties } from './step-fields';
import classes from './try.module.css';

const PARTS = {
  issuer: 'iss',
  subject: 'sub',
  audience: 'aud',
  time: 'exp',
  identifier: 'jti',
  signature: 'JWKS, ES256 …',
  hasRecipient: false,
} as const;

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** Claims that count for five minutes, for whoever has the key. */
function makeClaims({ issuer, client }: TrialPlace): object {
  const now = nowInSeconds();
  const iss = client.mayAssertUsers ? client.clientId : 'https://idp.example.com';
  const jti = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');
  return { iss, sub: '…', aud: issuer, iat: now, exp: now + 300, jti };
}

/** A JWT that somebody else has signed, and what it has to say. */
export function JwtFields({ place, given, onChange }: FieldsProperties) {
  const { t } = useTranslation('try');
  const [claims] = useState(() => makeClaims(place));
  const { jwtAssertion } = given;
  const decoded = decodeJwt(jwtAssertion);
  const wrong =
    jwtAssertion === '' ? [] : findWrong(jwtAssertion, place.issuer, place.client.clientId, nowInSeconds());
  return (
    <Stack gap="md">
      <AssertionRules place={place} parts={PARTS} />
      <details className={classes.details}>
        <summary>{t('assertion.example')}</summary>
        <CodeBlock label={t('assertion.example')} text={JSON.stringify(claims, null, 2)} />
      </details>
      <Textarea
        label={t('assertion.jwt')}
        description={t('assertion.memory')}
        value={jwtAssertion}
        autosize
        minRows={3}
        maxRows={8}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ jwtAssertion: event.currentTarget.value.trim() })}
      />
      {wrong.length > 0 && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} role="status">
          {wrong.map((one) => (
            <div key={one}>{t(`assertion.wrong.${one}`, { issuer: place.issuer })}</div>
          ))}
        </Alert>
      )}
      {decoded !== undefined && (
        <details className={classes.details}>
          <summary>{t('assertion.read')}</summary>
          <CodeBlock label={t('assertion.read')} text={JSON.stringify(decoded, null, 2)} />
        </details>
      )}
    </Stack>
  );
}
