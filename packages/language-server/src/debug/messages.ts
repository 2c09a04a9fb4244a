/*
 * The messages of the debug adapter protocol, as far as they are used.
 */

export interface DebugRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

export type DebugMessage =
  | {
      readonly type: 'response';
      readonly request_seq: number;
      readonly command: string;
      readonly success: boolean;
      readonly message?: string;
      readonly body?: unknown;
    }
  | { readonly type: 'event'; readonly event: string; readonly body?: unknown };

export function answer({ seq, command }: DebugRequest, body?: unknown): DebugMessage {
  return { type: 'response', request_seq: seq, command, success: true, ...(body === undefined ? {} : { body }) };
}

export function refuse({ seq, command }: DebugRequest, message: string): DebugMessage {
  return { type: 'response', request_seq: seq, command, success: false, message };
}

/** The answer to a request that was cancelled; clients know it by its message and show nothing. */
export function refuseCancelled({ seq, command }: DebugRequest): DebugMessage {
  const error = { id: 1, format: 'The search was cancelled.', showUser: false };
  return { type: 'response', request_seq: seq, command, success: false, message: 'cancelled', body: { error } };
}

/** Everybody stands still, and this thread is shown; `description` and `text` say why where the reason alone does not. */
export function stopped(reason: string, threadId: number, description?: string, text?: string): DebugMessage {
  const more = { ...(description === undefined ? {} : { description }), ...(text === undefined ? {} : { text }) };
  return { type: 'event', event: 'stopped', body: { reason, threadId, allThreadsStopped: true, ...more } };
}

export function output(category: 'stdout' | 'important', text: string): DebugMessage {
  return { type: 'event', event: 'output', body: { category, output: `${text}\n` } };
}

/** What a line of the text says. */
export function outputAt(text: string, { path, line }: { readonly path: string; readonly line: number }): DebugMessage {
  return { type: 'event', event: 'output', body: { category: 'console', output: `${text}\n`, source: { path, name: path.replace(/^.*\//u, '') }, line } };
}

/** An argument that is a text; empty where it is none. */
export function textIn(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name];
  return typeof value === 'string' ? value : '';
}
