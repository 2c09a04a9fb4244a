import type { Disk, DiskFile } from '@mmspec/checker';

/** What a search says that lost its power: nothing that it does from then on happens. */
export const powerFailure = 'the power failed';

interface Content {
  bytes: Uint8Array;
  /** What is there after the power has failed. */
  synced: Uint8Array;
}

/**
 * A folder in memory that can lose its power before any of its operations. What was not synced is then lost, or
 * partly there: appended bytes may be, up to any length, and a rename has happened or not.
 */
export class DiskInMemory implements Disk {
  /** Operations that change something. */
  operations = 0;
  readonly #files: Map<string, Content>;
  readonly #failsAt: number;
  readonly #failure: string;

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map(), failsAt = Infinity, failure = powerFailure) {
    this.#files = new Map([...files].map(([name, bytes]) => [name, { bytes, synced: bytes }]));
    this.#failsAt = failsAt;
    this.#failure = failure;
  }

  get names(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** What is there after the power failed; `kept` says how much of the bytes that were not synced, from 0 to 1. */
  afterFailure(kept: number): ReadonlyMap<string, Uint8Array> {
    return new Map(
      [...this.#files].map(([name, { bytes, synced }]) => {
        const more = Math.max(0, bytes.length - synced.length);
        return [name, bytes.slice(0, bytes.length < synced.length ? bytes.length : synced.length + Math.floor(more * kept))];
      }),
    );
  }

  read(name: string): Uint8Array | null {
    return this.#files.get(name)?.bytes ?? null;
  }

  replace(name: string, content: Uint8Array): void {
    this.#operate();
    const bytes = content.slice();
    this.#files.set(name, { bytes, synced: bytes });
  }

  remove(name: string): void {
    this.#operate();
    this.#files.delete(name);
  }

  open(name: string): DiskFile {
    const content = this.#files.get(name) ?? { bytes: new Uint8Array(0), synced: new Uint8Array(0) };
    this.#files.set(name, content);
    const operate = (): void => this.#operate();
    return {
      get length() {
        return content.bytes.length;
      },
      append: (bytes) => {
        operate();
        const longer = new Uint8Array(content.bytes.length + bytes.length);
        longer.set(content.bytes);
        longer.set(bytes, content.bytes.length);
        content.bytes = longer;
      },
      read: (offset, into) => {
        if (offset + into.length > content.bytes.length) throw new Error('it ends too early');
        into.set(content.bytes.subarray(offset, offset + into.length));
      },
      truncate: (length) => {
        operate();
        content.bytes = content.bytes.slice(0, length);
        content.synced = content.synced.slice(0, length);
      },
      sync: () => {
        operate();
        content.synced = content.bytes;
      },
      close: () => undefined,
    };
  }

  #operate(): void {
    if (this.operations++ >= this.#failsAt) throw new Error(this.#failure);
  }
}
