import type { Evidence } from '../findings.ts';
import { bytesOf, textOf } from '../store/host.ts';
import { crc32 } from './crc.ts';
import type { Disk } from './disk.ts';
import { DiskFailure, onDisk } from './disk.ts';
import { NumberFile } from './number_file.ts';
import type { Extent } from './number_file.ts';

/*
 * The checkpoint of one search: files of numbers that only grow, and a header that says how much of each counts.
 * The files are synced before the header is replaced, and the header is replaced at once, so whatever happens in between
 * the last header and what it speaks of are there.
 */

/** The numbers of a search that only grow. */
const parts = ['states', 'marks', 'first', 'targets', 'actions'] as const;
export type Part = (typeof parts)[number];

/** What a search is at some moment, beside its growing parts. */
export interface Moment {
  /** States that have been expanded. */
  readonly expanded: number;
  /** The number of the first state of the next level. */
  readonly levelEnd: number;
  /** The number of the first state of each level. */
  readonly levels: readonly number[];
  readonly depth: number;
  /** Whether there are marks for all states. */
  readonly isMarked: boolean;
  readonly transitions: number;
  readonly approximate: number;
  /** By action: how often it was taken; only whether, where the search does not count (`ExploreOptions.countSteps`). */
  readonly taken: readonly number[];
  readonly found: readonly (Evidence | null)[];
}

export interface Resumed {
  readonly journal: Journal;
  readonly moment: Moment;
}

interface Header {
  readonly format: number;
  readonly key: string;
  readonly extents: Readonly<Record<Part, Extent>>;
  readonly moment: Moment;
}

/** Changes when older checkpoints cannot be read any more. */
const format = 3;

export class Journal {
  readonly #disk: Disk;
  readonly #key: string;
  readonly #files: Readonly<Record<Part, NumberFile>>;
  #isCommitted = false;

  private constructor(disk: Disk, key: string, open: (name: string, part: Part) => NumberFile) {
    this.#disk = disk;
    this.#key = key;
    this.#files = Object.fromEntries(parts.map((part) => [part, open(`${nameOf(key)}.${part}`, part)])) as Record<Part, NumberFile>;
  }

  /** An empty journal; what the folder had of this search is gone. */
  static begin(disk: Disk, key: string): Journal {
    onDisk(() => disk.remove(headerName(key)));
    return new Journal(disk, key, (name) => NumberFile.create(disk, name));
  }

  /** The journal as it was written last, and its moment; null where the folder has none of this search. Throws `DiskFailure` where it is damaged. */
  static resume(disk: Disk, key: string): Resumed | null {
    const content = onDisk(() => disk.read(headerName(key)));
    if (content === null) return null;
    const header = headerFrom(content, headerName(key));
    if (header.key !== key) throw new DiskFailure(`${headerName(key)} is of another search`);
    const journal = new Journal(disk, key, (name, part) => NumberFile.reopen(disk, name, header.extents[part]));
    journal.#isCommitted = true;
    return { journal, moment: header.moment };
  }

  /** Whether there is something for `resume` to find. */
  get isCommitted(): boolean {
    return this.#isCommitted;
  }

  file(part: Part): NumberFile {
    return this.#files[part];
  }

  /** Makes what has been appended, and the moment, what `resume` finds. */
  commit(moment: Moment): void {
    for (const part of parts) this.#files[part].sync();
    const extents = Object.fromEntries(parts.map((part) => [part, this.#files[part].extent])) as Record<Part, Extent>;
    const header: Header = { format, key: this.#key, extents, moment };
    onDisk(() => this.#disk.replace(headerName(this.#key), headerBytes(header)));
    this.#isCommitted = true;
  }

  close(): void {
    for (const part of parts) this.#files[part].close();
  }
}

function nameOf(key: string): string {
  return `search-${key.slice(0, 16)}`;
}

function headerName(key: string): string {
  return `${nameOf(key)}.json`;
}

function plainArray(_: string, value: unknown): unknown {
  return value instanceof Int32Array ? { numbers: [...value] } : value;
}

function typedArray(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'numbers' in value && Array.isArray(value.numbers) ? Int32Array.from(value.numbers as number[]) : value;
}

/** The checksum of the text and the text. */
function headerBytes(header: Header): Uint8Array {
  const text = bytesOf(JSON.stringify(header, plainArray));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, crc32(text, 0));
  bytes.set(text, 4);
  return bytes;
}

function headerFrom(content: Uint8Array, name: string): Header {
  const text = content.subarray(4);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.length < 4 || view.getUint32(0) !== crc32(text, 0)) throw new DiskFailure(`${name} is damaged: its checksum is wrong`);
  const header = JSON.parse(textOf(text), typedArray) as Header;
  if (header.format !== format) throw new DiskFailure(`${name} was written by another version of mmspec`);
  return header;
}
