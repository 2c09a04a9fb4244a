import type { Host } from './host.ts';
import { isUri } from './paths.ts';

/** What stands on the disk below open documents. Guards that it is read once, until something is known to have changed there. */
export class SavedTexts {
  private readonly read: Host['read'];
  private readonly known: Map<string, string | null> = new Map();

  constructor({ read }: Pick<Host, 'read'>) {
    this.read = read;
  }

  /** Whether a text of an editor differs from that of its file. A file that cannot be read has no text, as one that was never saved. */
  isUnsaved(path: string, text: string): boolean {
    let saved = this.known.get(path);
    if (saved === undefined) {
      // Editors do not show a byte order mark.
      saved = this.read(path)?.replace(/^\uFEFF/u, '') ?? null;
      this.known.set(path, saved);
    }
    return saved !== text;
  }

  /** An editor shows a text from now on; what only it can read is saved as it begins, but for what it has no file for. */
  setOpened(path: string, text: string): void {
    if (isUri(path) && !path.startsWith('untitled:')) this.known.set(path, text);
    else this.known.delete(path);
  }

  /** An editor has written its text. */
  setSaved(path: string, text: string): void {
    this.known.set(path, text);
  }

  forget(path: string): void {
    this.known.delete(path);
  }
}
