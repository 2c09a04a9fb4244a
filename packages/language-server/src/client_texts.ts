/** What a client reads for the server: texts of schemes that only it knows. */
export interface ClientReads {
  /** Null where there is no such file; it fails where the client cannot tell. */
  readonly text: (uri: string) => Promise<string | null>;
  /** The specs below a folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
}

/** `undefined`: not known yet, or never. */
type Known<T> = { value: T | undefined };

/** Texts that the client was asked for. Guards that each is asked for once, and that no answer is kept that a change has overtaken. */
export class ClientTexts {
  private readonly texts: Map<string, Known<string | null>> = new Map();
  private readonly lists: Map<string, Known<readonly string[]>> = new Map();
  private readonly pending: Set<Promise<void>> = new Set();
  private readonly reads: ClientReads;
  private readonly changed: () => void;

  /** `changed` is called after each answer. */
  constructor(reads: ClientReads, changed: () => void) {
    this.reads = reads;
    this.changed = changed;
  }

  text(uri: string): string | null | undefined {
    return this.ask(this.texts, uri, this.reads.text);
  }

  list(folder: string): readonly string[] {
    return this.ask(this.lists, folder, this.reads.list) ?? [];
  }

  /** Files changed; lists too, for some may be new. */
  forget(uris: readonly string[]): void {
    for (const uri of uris) this.texts.delete(uri);
    this.lists.clear();
  }

  /** Once nothing is asked for any more. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private ask<T>(known: Map<string, Known<T>>, uri: string, read: (uri: string) => Promise<T>): T | undefined {
    const found = known.get(uri);
    if (found !== undefined) return found.value;
    const asked: Known<T> = { value: undefined };
    known.set(uri, asked);
    const answer = read(uri)
      .then((value) => void (asked.value = value))
      .catch(() => undefined)
      .then(() => {
        this.pending.delete(answer);
        if (known.get(uri) === asked && asked.value !== undefined) this.changed();
      });
    this.pending.add(answer);
    return undefined;
  }
}
