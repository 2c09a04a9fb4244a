import { PassThrough } from 'node:stream';
import { messageOrder, serve, wholeFrames, type Host } from '@mmspec/language-server';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

/*
 * A session as bytes: nothing between the test and the server mends a message, puts it in order or hides an answer.
 */

export interface Answer {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Transcript {
  readonly send: (...messages: readonly object[]) => void;
  readonly bytes: (text: string) => void;
  /** What came since it was last asked, but for what the server logs. */
  readonly received: () => Promise<readonly Answer[]>;
}

export const initialize = {
  id: 'initialize',
  method: 'initialize',
  params: { processId: null, rootUri: null, initializationOptions: { delay: 0 }, capabilities: {} },
};

const silent: Host = { read: () => null, list: () => [] };

export function transcript(more: Partial<Host> = {}): Transcript {
  const up = new PassThrough();
  const down = new PassThrough();
  const served = createConnection(new StreamMessageReader(up.pipe(wholeFrames())), new StreamMessageWriter(down), messageOrder());
  serve(served, { ...silent, ...more });
  served.listen();
  const answers: Answer[] = [];
  let wake: () => void = () => undefined;
  new StreamMessageReader(down).listen((message) => {
    answers.push(message as Answer);
    wake();
  });
  const send: Transcript['send'] = (...messages) => {
    for (const message of messages) {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      up.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }
  };
  let fences = 0;
  return {
    send,
    bytes: (text) => void up.write(text),
    async received() {
      // Whatever the session has come to, this is answered, and after everything before it.
      const fence = `fence ${++fences}`;
      send({ id: fence, method: 'mmspec/counts', params: {} });
      while (!answers.some(({ id }) => id === fence)) await new Promise<void>((resolve) => (wake = resolve));
      return answers.splice(0).filter(({ id, method }) => id !== fence && method !== 'window/logMessage');
    },
  };
}
