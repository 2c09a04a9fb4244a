import type { SourceFile } from '@mmspec/source';
import type { DebugHost } from './launch.ts';
import { answer, output, refuse, type DebugMessage, type DebugRequest } from './messages.ts';

/*
 * A session steps the texts that it was launched with. Where one of them has changed since, its lines are shown in the text as it was.
 */

type Host = Pick<DebugHost, 'read' | 'resolverOf' | 'fetch'>;

/** The texts of a session. Guards that no line is shown in a text that is another one now. */
export class LaunchedTexts {
  private readonly launched: Map<string, string> = new Map();
  private readonly changedPaths: Set<string> = new Set();
  /** By the number that a client asks for an old text with, less 1. */
  private readonly references: string[] = [];

  /** The same host; the texts that it gives are those of the session. */
  noting(host: Host): Host {
    const note = (file: SourceFile | null): SourceFile | null => {
      if (file !== null) this.launched.set(file.path, file.text);
      return file;
    };
    return {
      ...host,
      read: (path) => note(host.read(path)),
      resolverOf: (main) => {
        const resolve = host.resolverOf(main);
        return (path, importer) => note(resolve(path, importer));
      },
    };
  }

  /** Whether the session steps a text of this path. */
  has(path: string): boolean {
    return this.launched.has(path);
  }

  /** A text is this one now; null: there is none any more. What is to be told of that. */
  setNow(path: string, text: string | null): DebugMessage[] {
    const launched = this.launched.get(path);
    if (launched === undefined || (launched !== text) === this.changedPaths.has(path)) return [];
    const stacks: DebugMessage = { type: 'event', event: 'invalidated', body: { areas: ['stacks'] } };
    if (this.changedPaths.delete(path)) return [stacks];
    this.changedPaths.add(path);
    return [
      output('important', `${nameOf(path)} has changed since this session began, which goes on with the text as it was. Restart it to step the new one.`),
      stacks,
    ];
  }

  /** The message as the client is to have it: frames of a text that has changed lead to the text as it was. */
  seen(message: DebugMessage): DebugMessage {
    if (message.type !== 'response' || message.command !== 'stackTrace' || !message.success) return message;
    const { stackFrames = [], ...rest } = (message.body ?? {}) as { readonly stackFrames?: readonly { readonly source?: { readonly path?: string } }[] };
    return { ...message, body: { ...rest, stackFrames: stackFrames.map((frame) => ({ ...frame, ...this.sourceOf(frame.source?.path) })) } };
  }

  private sourceOf(path: string | undefined): object {
    if (path === undefined || !this.changedPaths.has(path)) return {};
    if (!this.references.includes(path)) this.references.push(path);
    const sourceReference = this.references.indexOf(path) + 1;
    return { source: { name: `${nameOf(path)} (as launched)`, path: `${path} (as launched)`, sourceReference } };
  }

  /** Answers a request for the text of such a frame; null where the request is another one. */
  answer(request: DebugRequest): DebugMessage | null {
    if (request.command !== 'source') return null;
    const { source, sourceReference } = (request.arguments ?? {}) as {
      readonly source?: { readonly sourceReference?: unknown };
      readonly sourceReference?: unknown;
    };
    const path = this.references[Number(source?.sourceReference ?? sourceReference) - 1];
    const content = path === undefined ? undefined : this.launched.get(path);
    return content === undefined ? refuse(request, 'There is no such text.') : answer(request, { content });
  }
}

const nameOf = (path: string): string => path.replace(/^.*[/\\]/u, '');
