/** Checks the passwords of end users, slowly and without telling who exists. */
export interface PasswordCheck {
  /**
   * @param address IP address of whoever tries
   * @returns the user's ID
   * @throws OAuthError invalid_grant; temporarily_unavailable when guessing is slowed or too many try at once
   */
  check(username: string, password: string, address: string): Promise<string>;
}
