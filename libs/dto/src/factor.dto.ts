import { IsIn, IsObject, IsString, Length } from 'class-validator';

/** A code that a person types after their password. */
export class SecondFactorCode {
  @IsIn(['totp', 'recovery-code'])
  kind!: 'totp' | 'recovery-code';

  @IsString()
  @Length(1, 40)
  code!: string;
}

/** What the browser's authenticator answered (WebAuthn §5.8); judged by the WebAuthn library. */
export class PasskeyAnswer {
  @IsObject()
  response!: Record<string, unknown>;
}

/** A new passkey. */
export class NewPasskeyAnswer extends PasskeyAnswer {
  @IsString()
  @Length(1, 60)
  name!: string;
}

export class PasskeyName {
  @IsString()
  @Length(1, 60)
  name!: string;
}

/** The first code of a new authenticator app. */
export class TotpConfirmation {
  /** As the set-up was answered. */
  @IsString()
  @Length(1, 200)
  setup!: string;

  @IsString()
  @Length(6, 6)
  code!: string;
}
