/** Whether code may be made from text here; a page can forbid it. */
export function makesCode(): boolean {
  try {
    // oxlint-disable-next-line no-implied-eval -- nothing is in it
    return typeof new Function('') === 'function';
  } catch {
    return false;
  }
}
