import { onTestFinished } from 'vitest';
import type { Location, Range } from 'vscode-languageserver/node';
import { fixture } from '../ide/fixture.ts';
import { client, type Client } from './client.ts';
import { offsetAt, positionAt, rangeAt } from './positions.ts';

/*
 * A text in the marker notation, opened in an editor until the test ends: the first file is the open one, the others lie beside it on the disk.
 */

export interface Opened {
  readonly editor: Client;
  readonly uri: string;
  readonly text: string;
  /** Asks about the place of `$0`. */
  readonly ask: <T>(method: string, more?: object) => Promise<T>;
  /** Where and what a range of the open file is: `3:8 x`, lines and columns from 1. */
  readonly show: (range: Range) => string;
  /** The same in whatever file. */
  readonly showLocation: (location: Location) => string;
  /** What is marked with `«…»`, in the same form and order. */
  readonly marked: readonly string[];
}

const folder = '/w/';

export async function opened(given: string, options?: Record<string, unknown>): Promise<Opened> {
  const { snapshot, cursor, marked, files } = fixture(given);
  const [main = '', ...others] = files.keys();
  const textOf = (name: string): string => files.get(name)?.text ?? '';
  const editor = await client(Object.fromEntries(others.map((name) => [folder + name, textOf(name)])), options);
  onTestFinished(() => editor.stop());
  const uri = `file://${folder}${main}`;
  const { text } = snapshot.main;
  await editor.open(uri, text);
  const shown = (name: string, range: Range): string => {
    const own = textOf(name);
    return `${name === main ? '' : `${name}:`}${range.start.line + 1}:${range.start.character + 1} ${own.slice(offsetAt(own, range.start), offsetAt(own, range.end))}`;
  };
  return {
    editor,
    uri,
    text,
    ask: (method, more = {}) => editor.ask(method, { textDocument: { uri }, position: positionAt(text, cursor), ...more }),
    show: (range) => shown(main, range),
    showLocation: (location) => shown(location.uri.replace(`file://${folder}`, ''), location.range),
    marked: marked.map((mark) => {
      const [name = '', start = '', end = ''] = mark.split(/:|-/u);
      return shown(name, rangeAt(textOf(name), Number(start), Number(end)));
    }),
  };
}
