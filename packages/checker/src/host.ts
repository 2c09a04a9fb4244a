/*
 * The only place where the checker touches the world: a clock, and a turn of the event loop.
 */

interface Host {
  readonly performance?: { now(): number };
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly crypto: { readonly subtle: { digest(name: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> } };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
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

/** Lets some milliseconds pass. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void host.setTimeout?.(resolve, milliseconds));
}

/** A text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new host.TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new host.TextDecoder().decode(bytes);
}

/** The checksum of a text, in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await host.crypto.subtle.digest('SHA-256', bytesOf(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
