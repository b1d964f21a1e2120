import { IsIn, IsOptional } from 'class-validator';
import { ApplicationFacts } from './application-facts.dto.js';
import { CLIENT_PROFILES, type ClientProfile } from './client-profiles.js';
import { IsWebUrl } from './validators.js';

/** What can be said of the first client of an application that is registered, beyond its kind. */
export class FirstClientFacts extends ApplicationFacts {
  /** What it is held to; its settings are made to fit. Absent: `oauth21`. */
  @IsOptional()
  @IsIn(CLIENT_PROFILES)
  profile?: ClientProfile;

  /** Where it publishes its public keys: with FAPI it proves itself with those, and gets no secret. */
  @IsOptional()
  @IsWebUrl()
  jwksUri?: string;
}
