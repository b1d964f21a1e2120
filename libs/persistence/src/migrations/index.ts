import { CreateCoreTables1764000000000 } from './1764000000000-create-core-tables.js';
import { OpenRegistryAndGrants1764100000000 } from './1764100000000-open-registry-and-grants.js';
import { KeepServerSecrets1764110000000 } from './1764110000000-keep-server-secrets.js';
import { TellClientsOfEndedSessions1764120000000 } from './1764120000000-tell-clients-of-ended-sessions.js';
import { GiveSigningKeysALife1764200000000 } from './1764200000000-give-signing-keys-a-life.js';
import { TrustIssuers1764220000000 } from './1764220000000-trust-issuers.js';
import { AddAccounts1764230000000 } from './1764230000000-add-accounts.js';
import { AddSecondFactors1764240000000 } from './1764240000000-add-second-factors.js';
import { AddDeviceCodes1764250000000 } from './1764250000000-add-device-codes.js';
import { FetchUpstreamTokens1764260000000 } from './1764260000000-fetch-upstream-tokens.js';
import { LinkOutsideAccounts1764260000001 } from './1764260000001-link-outside-accounts.js';
import { SignInWithIdentityProviders1764280000000 } from './1764280000000-sign-in-with-identity-providers.js';
import { KeepABrand1764290000000 } from './1764290000000-keep-a-brand.js';
import { AskForStrongerSignIns1764300000000 } from './1764300000000-ask-for-stronger-sign-ins.js';
import { BalanceUpstreams1764310000000 } from './1764310000000-balance-upstreams.js';
import { PublishAtHosts1764400000000 } from './1764400000000-publish-at-hosts.js';
import { KeepOpenApiDocuments1764410000000 } from './1764410000000-keep-openapi-documents.js';
import { AcceptCredentials1764420000000 } from './1764420000000-accept-credentials.js';
import { KeepLimits1764430000000 } from './1764430000000-keep-limits.js';
import { SeeTraffic1764460000000 } from './1764460000000-see-traffic.js';
import { AcknowledgeRevocations1764470000000 } from './1764470000000-acknowledge-revocations.js';
import { AcknowledgeApiKeys1764530000000 } from './1764530000000-acknowledge-api-keys.js';
import { ShapeCalls1764440000000 } from './1764440000000-shape-calls.js';
import { AcceptOutsideTokens1764480000000 } from './1764480000000-accept-outside-tokens.js';
import { PurgeCaches1764510000000 } from './1764510000000-purge-caches.js';
import { PresentApplications1764600000000 } from './1764600000000-present-applications.js';
import { FindAuthorizationsOfApplications1764630000000 } from './1764630000000-find-authorizations-of-applications.js';
import { ApplyApisFiles1764500000000 } from './1764500000000-apply-apis-files.js';
import { TellOfStaleEdits1764620000000 } from './1764620000000-tell-of-stale-edits.js';
import { ShareApplications1764680000000 } from './1764680000000-share-applications.js';
import { SumUpTraffic1764690000000 } from './1764690000000-sum-up-traffic.js';
import { KeepAnAuditLog1764800000000 } from './1764800000000-keep-an-audit-log.js';
import { AuditChanges1764800000001 } from './1764800000001-audit-changes.js';
import { AuditTables1764800000002 } from './1764800000002-audit-tables.js';
import { AskForApplications1764850000000 } from './1764850000000-ask-for-applications.js';
import { FindPendingAuditRows1764870000000 } from './1764870000000-find-pending-audit-rows.js';
import { ChangeOwnAddresses1764881350000 } from './1764881350000-change-own-addresses.js';
import { KeepTheChainWhenAllIsOld1764860000000 } from './1764860000000-keep-the-chain-when-all-is-old.js';
import { KeepSettings1764881300000 } from './1764881300000-keep-settings.js';
import { FindAuditEntriesByResult1764881100000 } from './1764881100000-find-audit-entries-by-result.js';
import { RememberCallersOfApis1764881200000 } from './1764881200000-remember-callers-of-apis.js';
import { SayScopesByLanguage1764881450000 } from './1764881450000-say-scopes-by-language.js';
import { KnowWhereThingsComeFrom1764910000000 } from './1764910000000-know-where-things-come-from.js';
import { SayWhoWasNotAsked1764920000000 } from './1764920000000-say-who-was-not-asked.js';
import { TellPeopleOfTheirAccounts1764930000000 } from './1764930000000-tell-people-of-their-accounts.js';
import { KeepErrorAnswers1764950000000 } from './1764950000000-keep-error-answers.js';
import { KnowWhoSuppliesAddresses1764962000000 } from './1764962000000-know-who-supplies-addresses.js';
import { ChainWhatIsPrepared1764970000000 } from './1764970000000-chain-what-is-prepared.js';
import { KeepPushedRequests1765000000000 } from './1765000000000-keep-pushed-requests.js';
import { RememberUsedProofs1765010000000 } from './1765010000000-remember-used-proofs.js';
import { FindErrorAnswers1765025000000 } from './1765025000000-find-error-answers.js';
import { LetClientsRegister1765030000000 } from './1765030000000-let-clients-register.js';
import { AskInDetail1765040000000 } from './1765040000000-ask-in-detail.js';
import { AskPeopleElsewhere1765050000000 } from './1765050000000-ask-people-elsewhere.js';
import { KeepEvents1765060000000 } from './1765060000000-keep-events.js';
import { TellOfEvents1765061000000 } from './1765061000000-tell-of-events.js';
import { ShareSignals1765062000000 } from './1765062000000-share-signals.js';
import { HoldClientsToProfiles1765070000000 } from './1765070000000-hold-clients-to-profiles.js';
import { TakeIdentityAssertionGrants1765080000000 } from './1765080000000-take-identity-assertion-grants.js';
import { CountExchangedUses1765084000000 } from './1765084000000-count-exchanged-uses.js';
import { AskPeopleElsewhereInDetail1765088000000 } from './1765088000000-ask-people-elsewhere-in-detail.js';
import { CountBoundCalls1765092000000 } from './1765092000000-count-bound-calls.js';
import { LookAfterStreams1765096000000 } from './1765096000000-look-after-streams.js';
import { TellCredentialsApart1765097000000 } from './1765097000000-tell-credentials-apart.js';
import { RevokeWithoutWaiting1765100000000 } from './1765100000000-revoke-without-waiting.js';

/** Every migration, oldest first; one that has shipped is never edited. */
export const MIGRATIONS = [
  CreateCoreTables1764000000000,
  OpenRegistryAndGrants1764100000000,
  KeepServerSecrets1764110000000,
  TellClientsOfEndedSessions1764120000000,
  GiveSigningKeysALife1764200000000,
  TrustIssuers1764220000000,
  AddAccounts1764230000000,
  AddSecondFactors1764240000000,
  AddDeviceCodes1764250000000,
  FetchUpstreamTokens1764260000000,
  LinkOutsideAccounts1764260000001,
  SignInWithIdentityProviders1764280000000,
  KeepABrand1764290000000,
  AskForStrongerSignIns1764300000000,
  BalanceUpstreams1764310000000,
  PublishAtHosts1764400000000,
  KeepOpenApiDocuments1764410000000,
  AcceptCredentials1764420000000,
  KeepLimits1764430000000,
  ShapeCalls1764440000000,
  SeeTraffic1764460000000,
  AcknowledgeRevocations1764470000000,
  AcceptOutsideTokens1764480000000,
  ApplyApisFiles1764500000000,
  PurgeCaches1764510000000,
  AcknowledgeApiKeys1764530000000,
  PresentApplications1764600000000,
  TellOfStaleEdits1764620000000,
  FindAuthorizationsOfApplications1764630000000,
  ShareApplications1764680000000,
  SumUpTraffic1764690000000,
  KeepAnAuditLog1764800000000,
  AuditChanges1764800000001,
  AuditTables1764800000002,
  AskForApplications1764850000000,
  KeepTheChainWhenAllIsOld1764860000000,
  FindPendingAuditRows1764870000000,
  FindAuditEntriesByResult1764881100000,
  RememberCallersOfApis1764881200000,
  KeepSettings1764881300000,
  ChangeOwnAddresses1764881350000,
  SayScopesByLanguage1764881450000,
  KnowWhereThingsComeFrom1764910000000,
  SayWhoWasNotAsked1764920000000,
  TellPeopleOfTheirAccounts1764930000000,
  KeepErrorAnswers1764950000000,
  KnowWhoSuppliesAddresses1764962000000,
  ChainWhatIsPrepared1764970000000,
  KeepPushedRequests1765000000000,
  RememberUsedProofs1765010000000,
  FindErrorAnswers1765025000000,
  LetClientsRegister1765030000000,
  AskInDetail1765040000000,
  AskPeopleElsewhere1765050000000,
  KeepEvents1765060000000,
  TellOfEvents1765061000000,
  ShareSignals1765062000000,
  HoldClientsToProfiles1765070000000,
  TakeIdentityAssertionGrants1765080000000,
  CountExchangedUses1765084000000,
  AskPeopleElsewhereInDetail1765088000000,
  CountBoundCalls1765092000000,
  LookAfterStreams1765096000000,
  TellCredentialsApart1765097000000,
  RevokeWithoutWaiting1765100000000,
];
