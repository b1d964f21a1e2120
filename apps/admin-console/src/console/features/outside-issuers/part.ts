import type { IssuerDraft } from './issuer-draft';

/** A part of the form. */
export interface PartProperties {
  readonly draft: IssuerDraft;
  readonly onChange: (part: Partial<IssuerDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}
