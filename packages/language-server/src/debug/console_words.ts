import { nameOfLocal } from '@mmspec/semantics';
import { checked, placeOfFrame, type Place } from './asking.ts';
import { textIn } from './messages.ts';
import type { Running } from './running.ts';

/** A word that the console offers. */
export interface Completion {
  readonly label: string;
  readonly type: 'variable' | 'field' | 'function' | 'value' | 'keyword' | 'property';
}

const words = [
  'holders',
  'refs',
  'holds',
  'at',
  'enabled',
  'quiescent',
  'forall',
  'exists',
  'sum',
  'in',
  'and',
  'or',
  'not',
  'implies',
  'none',
  'true',
  'false',
];

/** What may stand at the column of a line of the console: fields behind a dot, else names and words. */
export function completions(run: Running, given: Readonly<Record<string, unknown>>): Completion[] {
  const line = textIn(given, 'text').split('\n')[Number(given.line ?? 1) - 1] ?? '';
  const before = line.slice(0, Math.max(0, Number(given.column ?? 1) - 1));
  const place = placeOfFrame(run, typeof given.frameId === 'number' ? given.frameId : null);
  const [, path, begun = ''] = /([A-Za-z_][\w.[\]]*)\.(\w*)$/u.exec(before) ?? [];
  const offered = path === undefined ? namesAt(run, place) : fieldsOf(run, path, place);
  const prefix = path === undefined ? (/\w*$/u.exec(before)?.[0] ?? '') : begun;
  return offered.filter(({ label }) => label.startsWith(prefix));
}

function namesAt({ analysis: { model } }: Running, { from: { locals, self } }: Place): Completion[] {
  const all = (names: readonly string[], type: Completion['type']): Completion[] => names.map((label) => ({ label, type }));
  const texts = (declared: readonly { readonly name: { readonly text: string } }[]): string[] => declared.map(({ name }) => name.text);
  return [
    ...all(
      locals.map(({ node }) => nameOfLocal(node)).filter((name) => name !== ''),
      'variable',
    ),
    ...all(texts(model.variables), 'variable'),
    ...all(texts(model.defines), 'function'),
    ...all(texts(model.actors), 'value'),
    ...all(texts(model.constants), 'value'),
    ...all(
      model.properties.map(({ name }) => name),
      'property',
    ),
    ...all(self === null ? words : [...words, 'self'], 'keyword'),
  ];
}

/** The fields of an object or record, the variables of an actor. */
function fieldsOf(run: Running, path: string, place: Place): Completion[] {
  const asked = checked(run, path, place);
  if (asked.kind === 'wrong') return [];
  const { type } = asked.asked;
  const plain = type.kind === 'option' ? type.element : type;
  const field = (label: string): Completion => ({ label, type: 'field' });
  if (plain.kind === 'object') return plain.declaration.members.flatMap((member) => (member.kind === 'variable' ? [field(member.name.text)] : []));
  if (plain.kind === 'record') return plain.declaration.fields.map(({ name }) => field(name.text));
  if (plain.kind !== 'actor' || plain.declaration === null) return [];
  return plain.declaration.body.statements.flatMap((statement) => (statement.kind === 'local' ? [field(statement.name.text)] : []));
}
