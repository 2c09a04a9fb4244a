/*
 * Faults of mmspec itself: each costs what was asked, and no more.
 */

export const pleaseReport = 'This is a fault of mmspec itself, not of your spec; please report it with the spec.';

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** For the log of the client, with where it happened. */
export function faultText(where: string, error: unknown): string {
  return `${where}: ${messageOf(error)}. ${pleaseReport}${error instanceof Error ? `\n${error.stack ?? ''}` : ''}`;
}
