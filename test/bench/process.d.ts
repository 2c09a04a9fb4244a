/** A command that was run as a whole process. */
export interface Measured {
  readonly output: string;
  readonly errors: string;
  readonly code: number | null;
  /** Seconds of CPU time, of the process and its children. */
  readonly cpu: number;
  /** Seconds. */
  readonly wall: number;
  /** Most resident memory in bytes; 0 where it cannot be read. */
  readonly peak: number;
}

/** Runs a command as a whole process and measures it. `shell`: what counts processor time; default `sh`. */
export function measured(
  command: string,
  args: readonly string[],
  options?: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly shell?: string },
): Promise<Measured>;
