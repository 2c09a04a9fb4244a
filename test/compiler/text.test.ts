import { plan, withStandIns } from '@mmspec/semantics';
import { tokenizer } from 'acorn';
import { emit, lower } from '@mmspec/compiler';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { compiledSpecs, compiled, modelOf } from './specs.ts';
import { usesOf } from './free_names.ts';

/*
 * What generated text looks like, whatever a spec says.
 */

/** The tokens of a module, which is what is left of a text without layout and comments. */
function tokensOf(text: string): string[] {
  return [...tokenizer(text, { ecmaVersion: 2024, sourceType: 'module' })].map(({ type, start, end }) => `${type.label} ${text.slice(start, end)}`);
}

/** Everything that JavaScript has and generated code may use. */
const allowedNames = ['Int32Array', 'Math'];

/** Names that lead out of a module, or that run text. */
const forbiddenProperties = ['constructor', 'prototype', '__proto__', 'apply', 'bind', 'import', 'meta'];
const forbiddenKinds = ['ImportDeclaration', 'ImportExpression', 'MetaProperty', 'ThisExpression', 'ClassDeclaration', 'TaggedTemplateExpression'];

function check(text: string): void {
  const { free, properties, kinds } = usesOf(text);
  expect([...free].filter((name) => !allowedNames.includes(name))).toEqual([]);
  expect(forbiddenProperties.filter((name) => properties.has(name))).toEqual([]);
  expect(forbiddenKinds.filter((kind) => kinds.has(kind))).toEqual([]);
}

const specs = compiledSpecs();
const again = new Map(compiledSpecs().map(({ path, module }) => [path, module]));

describe.each(specs)('$path', ({ path, module }) => {
  test('the JavaScript is the TypeScript without its types', () => {
    expect(tokensOf(stripTypeScriptTypes(module.typescript))).toEqual(tokensOf(module.javascript));
  });
  test('uses nothing from outside', () => check(module.javascript));
  test('is the same to the byte when it is made again', () => {
    expect(again.get(path)?.typescript).toBe(module.typescript);
    expect(again.get(path)?.javascript).toBe(module.javascript);
  });
});

/** Words that mean something to JavaScript, or that every object has. */
const hostile = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'class',
  'arguments',
  'function',
  'eval',
  'globalThis',
  'process',
  'require',
  'this',
  'new',
  'delete',
  'typeof',
  'void',
  'default',
  'export',
  'static',
  'yield',
  'async',
  'undefined',
  'NaN',
  'Infinity',
  'Object',
  'Math',
  'Int32Array',
  'state',
  'next',
  'emit',
  'fault',
  'me',
  'text',
  'slots',
  'system',
  'initial',
  'successors',
  'describe',
  'flags',
  'marks',
];

/** A spec that uses one word as the name of everything that has a name of its own. */
const nameEverything: readonly (readonly [what: string, text: (name: string) => string])[] = [
  ['a shared variable', (name) => `shared ${name}: 0..1 = 0 actor a { ${name} = 1 } invariant i: ${name} == 0 check c { } expect violates i`],
  ['an actor', (name) => `shared x: 0..1 = 0 actor ${name} { x = 1 } check c { } expect holds`],
  ['a label', (name) => `shared x: 0..1 = 0 actor a { ${name}: x = 1 } invariant i: a at ${name} implies x == 0 check c { } expect holds`],
  ['a field', (name) => `object F { ${name}: 0..1 = 0 } shared f: F actor a { f.${name} = 1 } check c { } expect holds`],
  ['an object', (name) => `object ${name} { n: 0..1 = 0 } shared f: ${name} actor a { f.n = 1 } check c { } expect holds`],
  ['an operation', (name) => `shared x: 0..1 = 0 op ${name}() { x = 1 } actor a { ${name}() } check c { } expect holds`],
  ['an invariant', (name) => `shared x: 0..1 = 0 actor a { x = 1 } invariant ${name}: x == 0 check c { } expect violates ${name}`],
  ['a check', (name) => `shared x: 0..1 = 0 actor a { x = 1 } check ${name} { } expect holds`],
  ['a constant', (name) => `const ${name}: 0..1 = 1 shared x: 0..1 = 0 actor a { x = ${name} } check c { ${name} = 0 } expect holds`],
  [
    'a variant',
    (name) => `variant ${name}: p | q = p shared x: 0..1 = 0 actor a { if ${name} == p { x = 1 } else { x = 0 } } check c { ${name} = q } expect holds`,
  ],
  ['a tag', (name) => `enum E { ${name}, other } shared x: E = other actor a { x = ${name} } check c { } expect holds`],
  ['a local', (name) => `shared x: 0..1 = 0 actor a { var ${name}: 0..1 = 0  ${name} = x  x = ${name} } check c { } expect holds`],
];

describe.each(nameEverything)('the name of %s', (_, textFor) => {
  test.each(hostile)('%s', (name) => {
    const module = compiled(textFor(name));
    check(module.javascript);
    const again = modelOf(textFor(name));
    for (const { settings } of withStandIns(again, plan(again).checks)) {
      const { program } = lower(again, settings);
      expect(program).not.toBeNull();
      if (program !== null) check(emit(program, 'javascript'));
    }
  });
});

test('comments and strings of a spec stay comments and strings', () => {
  const module = compiled(
    '/// */ \' " ` ${x} \u2028 \u2029 \\ // <!-- -->\nshared x: 0..1 = 0 // */ \u2028 process.exit(1)\nactor a { x = 1 } // `${1}`\ncheck c { } expect holds\n',
  );
  check(module.javascript);
  expect(Array.from(module.javascript).every((character) => character === '\n' || (character >= ' ' && character <= '~'))).toBe(true);
});
