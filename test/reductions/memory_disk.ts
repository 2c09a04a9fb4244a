import type { ExploreOptions } from '@mmspec/checker';

type Disk = NonNullable<ExploreOptions['spill']>;

/** A disk in memory, that knows how much was written to it. */
export function memoryDisk(): Disk & { readonly written: () => number } {
  let written = 0;
  const files = new Map<string, Uint8Array>();
  const contentOf = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();
  return {
    written: () => written,
    read: (name) => files.get(name) ?? null,
    replace: (name, content) => void files.set(name, content.slice()),
    remove: (name) => void files.delete(name),
    open: (name) => {
      files.set(name, contentOf(name));
      return {
        get length() {
          return contentOf(name).length;
        },
        append: (bytes) => {
          written += bytes.length;
          const longer = new Uint8Array(contentOf(name).length + bytes.length);
          longer.set(contentOf(name));
          longer.set(bytes, contentOf(name).length);
          files.set(name, longer);
        },
        read: (offset, into) => into.set(contentOf(name).subarray(offset, offset + into.length)),
        truncate: (length) => void files.set(name, contentOf(name).slice(0, length)),
        sync: () => undefined,
        close: () => undefined,
      };
    },
  };
}
