import { LaunchedTexts, type DebugMessage } from '@mmspec/language-server';
import { expect, test } from 'vitest';
import { body, debugged } from './debugged.ts';

/*
 * A session shows the lines of the texts that it was launched with, also when they have changed since.
 */

const path = '/w/m.mmspec';
const text = 'module m\nshared x: bool = false\nactor a {\n  one: x = true\n  two: x = false\n}\ncheck c { }\n';

interface Frame {
  readonly line: number;
  readonly source: { readonly name: string; readonly path: string; readonly sourceReference?: number };
}

test('frames of a text that has changed lead to the text as it was, until it is that again', async () => {
  const texts = new LaunchedTexts();
  const { ask } = debugged({}, texts.noting({ read: (each) => (each === path ? { path, text } : null), resolverOf: () => () => null }));
  await ask('launch', { program: path });
  const top = async (): Promise<Frame | undefined> => {
    const answers = await ask('stackTrace', { threadId: 1 });
    return body<{ readonly stackFrames: readonly Frame[] }>(answers.map((each) => texts.seen(each))).stackFrames[0];
  };
  const kinds = (messages: readonly DebugMessage[]): unknown[] => messages.map((each) => (each.type === 'event' ? each.event : each.command));
  expect(texts.has(path)).toBe(true);
  expect(await top()).toMatchObject({ line: 4, source: { name: 'm.mmspec', path } });
  expect(texts.setNow(path, text)).toEqual([]);
  const told = texts.setNow(path, `// new\n${text}`);
  expect(kinds(told)).toEqual(['output', 'invalidated']);
  expect(told[0]).toMatchObject({ body: { category: 'important', output: expect.stringContaining('m.mmspec has changed since this session began') } });
  expect(texts.setNow(path, `// newer\n${text}`)).toEqual([]);
  const changed = await top();
  expect(changed).toMatchObject({ line: 4, source: { name: 'm.mmspec (as launched)', sourceReference: 1 } });
  expect(texts.answer({ seq: 9, command: 'source', arguments: { source: changed?.source, sourceReference: 1 } })).toMatchObject({
    success: true,
    body: { content: text },
  });
  expect(texts.answer({ seq: 10, command: 'source', arguments: { sourceReference: 7 } })).toMatchObject({ success: false });
  expect(texts.answer({ seq: 11, command: 'threads' })).toBeNull();
  expect(kinds(texts.setNow(path, text))).toEqual(['invalidated']);
  expect((await top())?.source).toEqual({ name: 'm.mmspec', path });
  expect(kinds(texts.setNow(path, null))).toEqual(['output', 'invalidated']);
  expect(texts.setNow('/w/other.mmspec', 'x')).toEqual([]);
});
