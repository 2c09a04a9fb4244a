/** The limit without `--memory-max`: 60 % of the memory available at the start. */
export function defaultMemory(): number {
  return Math.floor(0.6 * process.availableMemory());
}
