import { debugSession, runHere, type DebugHost, type DebugMessage } from '@mmspec/language-server';

/*
 * A debug session as its client sees it.
 */

export type Ask = (command: string, given?: Readonly<Record<string, unknown>>) => Promise<DebugMessage[]>;

export interface Debugged {
  /** Sends a request, numbered from 1, and gives its answers. */
  readonly ask: Ask;
  /** What came while a request waited. */
  readonly told: DebugMessage[];
  /** Until an event of that name is told. */
  readonly event: (name: string) => Promise<void>;
}

/** A session over texts by path; searches run in this thread unless the host has another place. */
export function debugged(files: Readonly<Record<string, string>>, host: Partial<DebugHost> = {}): Debugged {
  const told: DebugMessage[] = [];
  const waiting: (() => void)[] = [];
  const read = (path: string): { readonly path: string; readonly text: string } | null => (files[path] === undefined ? null : { path, text: files[path] });
  const { handle } = debugSession({ read, resolverOf: () => () => null, run: runHere, memoryMax: null, workers: 1, ...host }, (message) => {
    told.push(message);
    for (const wake of waiting.splice(0)) wake();
  });
  let seq = 0;
  return {
    ask: (command, given = {}) => handle({ seq: ++seq, command, arguments: given }),
    told,
    async event(name) {
      while (!told.some((message) => message.type === 'event' && message.event === name)) await new Promise<void>((wake) => void waiting.push(wake));
    },
  };
}

export const body = <T>(messages: readonly DebugMessage[]): T => messages[0]?.body as T;

export const values = (messages: readonly DebugMessage[]): string[] =>
  body<{ readonly variables: readonly { readonly name: string; readonly value: string }[] }>(messages).variables.map(({ name, value }) => `${name} = ${value}`);

/** The events of an answer: name, reason, thread. */
export const stops = (messages: readonly DebugMessage[]): unknown[] =>
  messages
    .filter((message) => message.type === 'event')
    .map(({ event, body: told }) => [event, (told as { readonly reason?: string }).reason, (told as { readonly threadId?: number }).threadId]);

/** The response among the messages of an answer. */
export const response = (messages: readonly DebugMessage[]): DebugMessage | undefined => messages.find(({ type }) => type === 'response');
