/** The codes that confirm e-mail addresses. The feature above, which makes every one-time code, provides them. */
export abstract class EmailCodes {
  /**
   * Mails the code that confirms a user's address; it replaces the one before. Nobody waits for the mail itself.
   *
   * @throws AppError RATE_LIMITED when the user asked for, or the address was sent, too many
   */
  abstract mailCode(userId: string, email: string): Promise<void>;

  /**
   * Uses up the code that was mailed to this user at this address.
   *
   * @returns what makes the code good again
   * @throws AppError INVALID_OTP whatever is wrong
   */
  abstract useCode(userId: string, email: string, code: string): Promise<{ restore(): Promise<void> }>;
}
