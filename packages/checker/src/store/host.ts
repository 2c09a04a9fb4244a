/*
 * The only place where the checker touches the world: a clock, a turn of the event loop, and memory that grows in place.
 */

interface Host {
  readonly performance?: { now(): number };
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly crypto: { readonly subtle: { digest(name: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> } };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
  readonly setTimeout?: (callback: () => void, milliseconds: number) => unknown;
  readonly process?: { readonly getBuiltinModule?: (name: 'node:vm') => VirtualMachine | undefined; readonly hrtime?: () => readonly [number, number] };
  readonly WebAssembly?: { readonly Memory: new (limits: MemoryLimits) => WebAssemblyMemory };
}

/** What Node's module `vm` is used for: its watchdog, which stops a script wherever it is. */
interface VirtualMachine {
  readonly Script: new (text: string) => { runInThisContext(options: { readonly timeout: number }): unknown };
}

/** Sizes are in pages; 64-bit memories count them in `bigint`. */
interface MemoryLimits {
  readonly initial: number | bigint;
  readonly maximum: number | bigint;
  readonly address?: 'i64';
  readonly shared: boolean;
}

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number | bigint): unknown;
}

const host = globalThis as unknown as Host;

/** Milliseconds since some moment. Node loads ten modules with its `performance`, and none for its own clock. */
export function now(): number {
  const time = host.process?.hrtime?.();
  if (time !== undefined) return time[0] * 1000 + time[1] / 1e6;
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

/** Work that cannot be asked to stop has used up its time. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** Where the script of `withinTime` finds its work. */
const pending = Symbol.for('mmspec.pending');

/**
 * Does work that never looks at a clock, and stops it wherever it is when the time is over, which throws `OutOfTime`.
 * Work that is stopped runs no `finally`: nothing may be used again that it was changing. Without a watchdog it takes the time it takes.
 */
export function withinTime<T>(seconds: number, work: () => T): T {
  const vm = host.process?.getBuiltinModule?.('node:vm');
  if (vm === undefined || !(seconds < 2 ** 31 / 1000)) return work();
  const place = globalThis as unknown as Record<symbol, unknown>;
  place[pending] = work;
  try {
    const script = new vm.Script("{ const place = Symbol.for('mmspec.pending'); const work = globalThis[place]; delete globalThis[place]; work(); }");
    return script.runInThisContext({ timeout: Math.max(1, Math.ceil(seconds * 1000)) }) as T;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new OutOfTime();
    throw error;
  }
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

/** Address space for 32-bit numbers, whose memory comes as it is touched; can be sent to threads, which then share it. */
export interface SharedMemory {
  readonly memory: WebAssemblyMemory;
  /** Bytes of the address space. */
  readonly bytes: number;
}

const pageBytes = 2 ** 16;
/** Address space to ask for, in bytes: the first that is to be had is taken. Beyond 4 GB it takes memories with addresses of 64 bits. */
const wishes: readonly number[] = [2 ** 34, 2 ** 32 - pageBytes, 2 ** 30];

/** Reserves address space; null where the platform does not do that. */
export function reserveMemory(): SharedMemory | null {
  const { WebAssembly } = host;
  if (WebAssembly === undefined) return null;
  for (const bytes of wishes) {
    try {
      const memory = new WebAssembly.Memory({
        initial: pagesOf({ bytes }, 0),
        maximum: pagesOf({ bytes }, bytes / pageBytes),
        shared: true,
        ...(isWide({ bytes }) ? { address: 'i64' } : {}),
      });
      return { memory, bytes };
    } catch {
      // As large a one is not to be had.
    }
  }
  return null;
}

/** The first `length` numbers: 0, or what anybody wrote there. Throws a `RangeError` where there is no memory. */
export function numbersOf(shared: SharedMemory, length: number): Uint32Array {
  const { memory } = shared;
  // What another thread has added may be seen only after asking for it.
  if (memory.buffer.byteLength < length * 4) memory.grow(pagesOf(shared, 0));
  const missing = Math.ceil((length * 4 - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(pagesOf(shared, missing));
  return new Uint32Array(memory.buffer, 0, length);
}

function isWide({ bytes }: { readonly bytes: number }): boolean {
  return bytes > 2 ** 32;
}

function pagesOf(of: { readonly bytes: number }, pages: number): number | bigint {
  return isWide(of) ? BigInt(pages) : pages;
}
