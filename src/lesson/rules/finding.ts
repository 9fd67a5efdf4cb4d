/** What is wrong with a placeholder. */
export interface Finding {
  readonly message: string;
  /** One mistake may concern many placeholders; the first of those with the same key tells it. */
  readonly once?: string;
}
