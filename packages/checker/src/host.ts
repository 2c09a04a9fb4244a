/*
 * The only place where the checker touches the world: a clock, and a turn of the event loop.
 */

interface Host {
  readonly performance?: { now(): number };
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly setTimeout?: (callback: () => void, milliseconds: number) => unknown;
}

const host = globalThis as unknown as Host;

/** Milliseconds since some moment. */
export function now(): number {
  return host.performance?.now() ?? Date.now();
}

/** Lets timers, signals and messages have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (host.setImmediate !== undefined) host.setImmediate(resolve);
    else if (host.setTimeout !== undefined) host.setTimeout(resolve, 0);
    else resolve();
  });
}
