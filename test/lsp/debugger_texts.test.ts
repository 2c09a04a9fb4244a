import { debugTexts, LaunchedTexts, nowhere, type DebugMessage } from '@mmspec/language-server';
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

test('a spec that only the editor can read is stepped, with what it imports and a diagram beside it', async () => {
  const folder = 'vscode-vfs://github/owner/specs';
  const texts: Readonly<Record<string, string>> = {
    [`${folder}/deep/main.mmspec`]: `module main\nimport parts.common\nactor a {\n  one: x = true\n  two: x = false\n}\ncheck c { }\n`,
    [`${folder}/parts/common.mmspec`]: 'module common\nimport parts.more\nshared x: bool = false\n',
    [`${folder}/parts/more.mmspec`]: 'module more\nshared y: bool = false\n',
    [`${folder}/race.txt`]: 'a\none\n',
  };
  const asked: string[] = [];
  const read = (uri: string): Promise<string | null> => {
    asked.push(uri);
    return Promise.resolve(texts[uri] ?? null);
  };
  const { ask } = debugged({}, debugTexts(nowhere, [folder], [], read));
  expect(await ask('launch', { program: `${folder}/deep/main.mmspec` })).toMatchObject([{ success: true }, { event: 'initialized' }]);
  const [frame] = body<{ readonly stackFrames: readonly Frame[] }>(await ask('stackTrace', { threadId: 1 })).stackFrames;
  expect(frame).toMatchObject({ line: 4, source: { name: 'main.mmspec', path: `${folder}/deep/main.mmspec` } });
  expect(asked).toContain(`${folder}/parts/more.mmspec`);
  expect(await ask('launch', { program: `${folder}/deep/main.mmspec`, scenario: `${folder}/race.txt` })).toMatchObject([
    { event: 'output' },
    { success: true },
    { event: 'initialized' },
  ]);
  expect(await ask('launch', { program: `${folder}/gone.mmspec` })).toMatchObject([{ success: false, message: `There is no file ${folder}/gone.mmspec.` }]);
});
