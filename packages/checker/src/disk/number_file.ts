import { crc32 } from './crc.ts';
import type { Disk, DiskFile } from './disk.ts';
import { DiskFailure, onDisk } from './disk.ts';

/** How much of a file counts, and its checksum. */
export interface Extent {
  readonly numbers: number;
  readonly crc: number;
}

/** Bytes that are read at a time. */
const pieceBytes = 1 << 18;

/** A file of 32-bit numbers, in the byte order of the machine, that only grows. */
export class NumberFile {
  readonly #file: DiskFile;
  #numbers: number;
  #crc: number;

  private constructor(file: DiskFile, { numbers, crc }: Extent) {
    this.#file = file;
    this.#numbers = numbers;
    this.#crc = crc;
  }

  static create(disk: Disk, name: string): NumberFile {
    return onDisk(() => {
      const file = disk.open(name);
      file.truncate(0);
      return new NumberFile(file, { numbers: 0, crc: 0 });
    });
  }

  /** The first part of a file that is there; throws where it is not what it was. What was written after it is dropped. */
  static reopen(disk: Disk, name: string, extent: Extent): NumberFile {
    return onDisk(() => {
      const file = disk.open(name);
      const bytes = extent.numbers * 4;
      if (file.length < bytes) throw new DiskFailure(`${name} is cut off: it has ${file.length} bytes of ${bytes}`);
      const piece = new Uint8Array(Math.min(bytes, pieceBytes));
      let crc = 0;
      for (let at = 0; at < bytes; at += pieceBytes) {
        const part = piece.subarray(0, Math.min(pieceBytes, bytes - at));
        file.read(at, part);
        crc = crc32(part, crc);
      }
      if (crc !== extent.crc) throw new DiskFailure(`${name} is damaged: its checksum is wrong`);
      file.truncate(bytes);
      return new NumberFile(file, extent);
    });
  }

  get length(): number {
    return this.#numbers;
  }

  get extent(): Extent {
    return { numbers: this.#numbers, crc: this.#crc };
  }

  append(numbers: Uint32Array): void {
    const bytes = bytesOf(numbers);
    onDisk(() => this.#file.append(bytes));
    this.#crc = crc32(bytes, this.#crc);
    this.#numbers += numbers.length;
  }

  /** Fills `into` with the numbers from `first` on. */
  read(first: number, into: Uint32Array): void {
    onDisk(() => this.#file.read(first * 4, bytesOf(into)));
  }

  sync(): void {
    onDisk(() => this.#file.sync());
  }

  close(): void {
    onDisk(() => this.#file.close());
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
