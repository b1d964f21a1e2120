import type { TrustedIssuerDetail, TrustedIssuerInput } from '@gatehouse/dto';
import { splitCertificates } from '../../../lib/certificates';

/** A trusted issuer as it is typed: keys are text until they are saved. */
export interface IssuerDraft extends Omit<
  TrustedIssuerInput,
  'jwks' | 'jwksUri' | 'certificates' | 'enabled' | 'takesIdJags'
> {
  readonly enabled: boolean;
  readonly takesIdJags: boolean;
  readonly jwks: string;
  readonly jwksUri: string;
  readonly certificates: string;
}

export const NEW_ISSUER: IssuerDraft = {
  name: '',
  issuer: '',
  enabled: true,
  jwks: '',
  jwksUri: '',
  certificates: '',
  clientIds: [],
  subjectMapping: 'username',
  allowedScopes: [],
  takesIdJags: false,
};

export const toDraft = (issuer: TrustedIssuerDetail): IssuerDraft => ({
  name: issuer.name,
  issuer: issuer.issuer,
  enabled: issuer.enabled,
  jwks: issuer.jwks === null ? '' : JSON.stringify(issuer.jwks, null, 2),
  jwksUri: issuer.jwksUri ?? '',
  certificates: issuer.certificates.join('\n'),
  clientIds: [...issuer.clientIds],
  subjectMapping: issuer.subjectMapping,
  allowedScopes: [...issuer.allowedScopes],
  takesIdJags: issuer.takesIdJags,
});

/** What is saved. @throws SyntaxError when the key set is not JSON */
export const toInput = ({ jwks, jwksUri, certificates, ...draft }: IssuerDraft): TrustedIssuerInput => ({
  ...draft,
  jwks: jwks.trim() === '' ? null : (JSON.parse(jwks) as NonNullable<TrustedIssuerInput['jwks']>),
  jwksUri: jwksUri === '' ? null : jwksUri,
  certificates: splitCertificates(certificates),
});
