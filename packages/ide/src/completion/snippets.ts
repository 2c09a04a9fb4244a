import type { About } from './cursor_context.ts';

/*
 * What can be begun where, with holes to fill; the first word of a pair is what people type.
 */

export type Pair = readonly [label: string, insert: string];

export const moduleSnippet: Pair = ['module', 'module ${1:name}'];

export const itemSnippets: readonly Pair[] = [
  ['import', 'import ${1:kernel.folio}'],
  ['const', 'const ${1:NAME}: ${2:1..4} = ${3:2}'],
  ['variant', 'variant ${1:order}: ${2:first} | ${3:second} = ${2:first}'],
  ['define', 'define ${1:name} = ${2:true}'],
  ['enum', 'enum ${1:Kind} { ${2:one}, ${3:two} }'],
  ['record', 'record ${1:Pair} {\n  ${2:field}: ${3:bool}\n}'],
  ['object', 'object ${1:Folio} {\n  refcount: ref = ${2:1}\n  ${3:mapped}: ${4:bool} = ${5:true}\n\n  live when ${6:refcount > 0}\n}'],
  ['shared', 'shared ${1:name}: ${2:bool}'],
  ['shared owns', 'shared owns ${1:slot}: ${2:Folio}? = ${3:none}'],
  ['ghost', 'ghost ${1:name}: ${2:bool} = ${3:false}'],
  ['op', 'op ${1:name}(${2:f: object}) {\n  $0\n}'],
  ['atomic op', 'atomic op ${1:name}(${2:f: object}) {\n  $0\n}'],
  ['actor', 'actor ${1:name} {\n  ${2:label}: ${3:skip}\n}'],
  ['action', 'action ${1:name} when ${2:true} { $0 }'],
  ['invariant', 'invariant ${1:name}: ${0:true}'],
  ['temporal', 'temporal ${1:name}: ${2:p} leads to ${3:q} under fair'],
  ['possible', 'possible ${1:name}: ${0:true}'],
  ['reachable', 'reachable ${1:name}: ${0:true}'],
  ['check', 'check ${1:name} { $2 }\n  expect ${3:holds}'],
  ['scenario', 'scenario ${1:name} { ${2:cpu.load} ; ${3:cpu.store} } is ${4|possible,impossible|}'],
];

export const memberSnippets: readonly Pair[] = [
  ['refcount', 'refcount: ref = ${1:1}'],
  ['invariant', 'invariant ${1:name}: ${0:true}'],
  ['live when', 'live when ${0:true}'],
  ['ghost', 'ghost ${1:name}: ${2:bool} = ${3:false}'],
  ['owns', 'owns ${1:slot}: ${2:Folio}? = ${3:none}'],
];

export const statementSnippets: readonly Pair[] = [
  ['if', 'if ${1:condition} { $0 }'],
  ['while', 'while ${1:condition} { $0 }'],
  ['loop', 'loop {\n  $0\n}'],
  ['repeat', 'repeat ${1:K} {\n  $0\n}'],
  ['either', 'either { $1 }\nor { $2 }'],
  ['choose', 'choose ${1:x} in ${2:S}'],
  ['await', 'await ${0:condition}'],
  ['idle await', 'idle await ${0:condition}'],
  ['atomic', 'atomic { $0 }'],
  ['assert', 'assert ${0:condition}'],
  ['var', 'var ${1:name}: ${2:bool} = ${3:false}'],
  ['let', 'let ${1:name} = ${0:value}'],
  ['owns var', 'owns var ${1:name}: ${2:Folio}? = ${3:none}'],
  ['ghost', 'ghost ${1:name}: ${2:bool} = ${3:false}'],
  ['for', 'for ${1:x} in ${2:S} { $0 }'],
  ['owns let', 'owns let ${1:old} = xchg(${2:slot}, none)'],
  ['goto', 'goto ${0:label}'],
  ['return', 'return'],
  ['break', 'break'],
  ['continue', 'continue'],
  ['skip', 'skip'],
];

/** In the text of an actor, not inside of a block. */
export const operationSnippets: readonly Pair[] = [
  ['op', 'op ${1:name}() {\n  $0\n}'],
  ['atomic op', 'atomic op ${1:name}() {\n  $0\n}'],
];

export const typeWords: readonly Pair[] = [
  ['bool', 'bool'],
  ['ref', 'ref'],
  ['set', 'set<${1:actor}>'],
  ['seq', 'seq<${1:T}, ${2:4}>'],
  ['actor', 'actor'],
  ['object', 'object'],
];

export const quantifiers: readonly Pair[] = [
  ['forall', 'forall ${1:x} in ${2:S}: ${0:p}'],
  ['exists', 'exists ${1:x} in ${2:S}: ${0:p}'],
];

/** What a property may begin with, by what it speaks about. */
export function propertyWords(about: About): readonly Pair[] {
  return [
    ...quantifiers,
    ['not', 'not '],
    ...(about === 'state' ? [] : ofSteps),
    ['holders', 'holders(${1:f})'],
    ['refs', 'refs(${1:f})'],
    ['enabled', 'enabled(${1:cpu})'],
    ['quiescent', 'quiescent'],
    ...(about === 'path' ? ofPaths : []),
    ['true', 'true'],
    ['false', 'false'],
    ['none', 'none'],
  ];
}

const ofSteps: readonly Pair[] = [
  ['step is', 'step is ${0:cpu.load}'],
  ['no new refs', 'no new refs'],
  ['new refs', 'new refs'],
  ['mover', 'mover'],
];

const ofPaths: readonly Pair[] = [
  ['always', 'always '],
  ['eventually', 'eventually '],
];

/** What goes on with an operand, where more than the word and a blank is written. */
export const operatorSnippets: Readonly<Record<string, string>> = {
  at: 'at ${0:label}',
  holds: 'holds ${0:f}',
  if: 'if ${1:condition} else ${0:other}',
  'expect violated': 'expect violated',
};
