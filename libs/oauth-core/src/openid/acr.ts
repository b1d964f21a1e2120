/** Authentication context classes (OpenID Connect Core §2 `acr`), weakest first. */
export const ACR_PASSWORD = 'urn:gatehouse:acr:pwd';
/** Two factors, or a passkey that verified its user. */
export const ACR_MFA = 'urn:gatehouse:acr:mfa';
export const ACR_VALUES: readonly string[] = [ACR_PASSWORD, ACR_MFA];

/** Whether a sign-in of class `reached` is at least as strong as `wanted`; one that we do not know never is. */
export const isAcrReached = (reached: string, wanted: string): boolean =>
  ACR_VALUES.includes(wanted) && ACR_VALUES.indexOf(reached) >= ACR_VALUES.indexOf(wanted);
