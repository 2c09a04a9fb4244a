/** A call that cannot be carried out: its message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
