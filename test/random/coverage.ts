import { isType, walk } from '@mmspec/syntax';
import type { Module, Node, Type } from '@mmspec/syntax';

/*
 * Counts what random specs are made of: every kind of node, and every form that a kind has.
 */

type Kind = Exclude<Node['kind'], 'error_statement' | 'error_expression' | 'error_type'>;

/** Every kind of node: the compiler of TypeScript complains when one is missing. */
const kinds: Readonly<Record<Kind, true>> = {
  name: true,
  module: true,
  import: true,
  const: true,
  variant: true,
  define: true,
  enum: true,
  record: true,
  record_field: true,
  object: true,
  variable: true,
  live: true,
  operation: true,
  parameter: true,
  actor: true,
  action: true,
  binder: true,
  invariant: true,
  temporal: true,
  possible: true,
  reachable: true,
  check: true,
  scenario: true,
  scenario_step: true,
  scenario_wait: true,
  scenario_end: true,
  bool_type: true,
  range_type: true,
  named_type: true,
  tags_type: true,
  option_type: true,
  array_type: true,
  set_type: true,
  seq_type: true,
  ref_type: true,
  key_type: true,
  key_count: true,
  block: true,
  label: true,
  local: true,
  assign: true,
  call_statement: true,
  if: true,
  while: true,
  repeat: true,
  either: true,
  choose: true,
  await: true,
  atomic: true,
  for: true,
  assert: true,
  break: true,
  continue: true,
  goto: true,
  return: true,
  skip: true,
  number: true,
  boolean: true,
  none: true,
  forever: true,
  self: true,
  name_expression: true,
  field: true,
  index: true,
  prime: true,
  call: true,
  argument: true,
  unary: true,
  binary: true,
  conditional: true,
  range: true,
  set: true,
  comprehension: true,
  quantifier: true,
  count: true,
  size: true,
  at: true,
  step_path: true,
  place_range: true,
  step_is: true,
  new_refs: true,
  holds: true,
  refs: true,
  holders: true,
  mover: true,
  enabled: true,
  quiescent: true,
  temporal_expression: true,
  fairness: true,
  fairness_item: true,
  matrix_axis: true,
  value_setting: true,
  memory_setting: true,
  ignore_setting: true,
  expectation: true,
  expectation_clause: true,
  expectation_item: true,
  property_path: true,
};

/** Kinds that only the parser takes today; runs refuse them. */
export const laterKinds: ReadonlySet<string> = new Set([
  'temporal',
  'possible',
  'scenario',
  'scenario_step',
  'scenario_wait',
  'scenario_end',
  'temporal_expression',
  'fairness',
  'fairness_item',
  'memory_setting',
]);

const builtinCalls = ['get', 'try_get', 'put', 'freeze', 'unfreeze', 'count', 'touch', 'xchg', 'cmpxchg', 'append', 'pop', 'index', 'min', 'max', 'rest'];
const binaries = ['implies', 'iff', 'or', 'and', '==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'within', '+', '-', '*', '/', '%'];

/** Forms that take more than one declaration. */
const declared = [
  'embedded object',
  'embedded twice',
  'array of embedded objects',
  'live when inside',
  'live when outside',
  'live when on two levels',
  'live when by a path',
  'record in an embedded object',
  'array in an embedded object',
  'option in an embedded object',
  'optional record',
  'optional record in an array',
  'local optional record',
  'family of zero',
  'array over nobody',
  'set of nobody',
  'option of nobody',
] as const;

/** The forms that must be there besides the kinds. */
const forms: readonly string[] = [
  ...builtinCalls.map((name) => `call ${name}`),
  ...binaries.map((name) => `binary ${name}`),
  'unary not',
  'unary -',
  'assign =',
  'assign +=',
  'assign -=',
  'local var',
  'local let',
  'local let typed',
  'local ghost',
  'local owns',
  'variable shared',
  'variable ghost',
  'variable field',
  'variable owns',
  'variable place',
  'operation atomic',
  'operation steps',
  'operation result',
  'operation of an actor',
  'actor one',
  'actor many',
  'actor top-level variable',
  'if else',
  'if else if',
  'repeat count',
  'repeat loop',
  'choose declares',
  'choose where',
  'choose stores in a path',
  'await idle',
  'atomic when',
  'for where',
  'return value',
  'return nothing',
  'quantifier forall',
  'quantifier exists',
  'quantifier where',
  'define parameters',
  'range_type forever',
  'ref_type limit',
  'named_type actor',
  'named_type object',
  'at set',
  'at range',
  'at done',
  'step_is index',
  'step_is dots',
  'new_refs no',
  'new_refs on',
  'new_refs by',
  'refs by',
  'refs bare',
  'holders bare',
  'enabled label',
  'invariant expect',
  'invariant of an object',
  'check of',
  'check for',
  'check where',
  'axis all',
  'axis in',
  'expect holds',
  'expect violates',
  'expect deadlocks',
  'expect within',
  'expect when',
  'long text',
  'rounds without a step',
  'formula over many numbers',
  'call operation',
  'call record',
  'call define',
  'either three',
  'action parameter',
  'action of two parameters',
  'action parameter from another',
  'action parameter of a set of the state',
  'action guard',
  'array of arrays',
  ...declared,
];

/** Everything that must be counted. */
export const productions: readonly string[] = [...Object.keys(kinds), ...forms];

/** How often each production stands in the module; adds to `counts`. */
export function countProductions(module: Module, counts: Map<string, number>): void {
  const records = new Set(module.items.filter((item) => item.kind === 'record').map((item) => item.name.text));
  const sets = new Set(
    module.items.filter((item) => item.kind === 'variable' && item.type.kind === 'set_type').map((item) => (item.kind === 'variable' ? item.name.text : '')),
  );
  const defines = new Set(module.items.filter((item) => item.kind === 'define').map((item) => item.name.text));
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  walk(module, (node) => {
    add(node.kind);
    formsOf(node, records, defines, sets).forEach(add);
  });
  declaredForms(module).forEach(add);
}

/** The forms of objects in objects, optional records, and families of zero instances. */
function declaredForms(module: Module): readonly (typeof declared)[number][] {
  const objects = module.items.filter((item) => item.kind === 'object');
  const records = new Set(module.items.filter((item) => item.kind === 'record').map((item) => item.name.text));
  const zeros = new Set(
    module.items.flatMap((item) => (item.kind === 'const' && item.value.kind === 'number' && item.value.value === 0 ? [item.name.text] : [])),
  );
  const nobodies = new Set(module.items.flatMap((item) => (item.kind === 'actor' && isZero(item.count, zeros) ? [item.name.text] : [])));
  const found = new Set<(typeof declared)[number]>();
  const objectOf = (type: Type): (typeof objects)[number] | undefined =>
    objects.find((each) => type.kind === 'named_type' && each.name.text === type.name.text);
  const isRecord = (type: Type): boolean => type.kind === 'option_type' && type.element.kind === 'named_type' && records.has(type.element.name.text);
  const isNobody = (type: Type): boolean => type.kind === 'named_type' && nobodies.has(type.name.text);
  for (const owner of objects) {
    const condition = owner.members.find((member) => member.kind === 'live')?.condition;
    if (condition !== undefined && readsPath(condition)) found.add('live when by a path');
    for (const member of owner.members) {
      if (member.kind !== 'variable' || member.initial !== null) continue;
      const inner = objectOf(member.type.kind === 'array_type' ? member.type.element : member.type);
      if (inner === undefined) continue;
      found.add('embedded object');
      if (member.type.kind === 'array_type') found.add('array of embedded objects');
      const isInside = inner.members.some((each) => each.kind === 'live');
      if (isInside) found.add('live when inside');
      if (condition !== undefined) found.add('live when outside');
      if (isInside && condition !== undefined) found.add('live when on two levels');
      for (const each of inner.members) {
        if (each.kind !== 'variable') continue;
        if (each.initial === null && objectOf(each.type) !== undefined) found.add('embedded twice');
        if (isRecord(each.type)) found.add('record in an embedded object');
        if (each.type.kind === 'array_type') found.add('array in an embedded object');
        if (each.type.kind === 'option_type') found.add('option in an embedded object');
      }
    }
  }
  walk(module, (node) => {
    if ('type' in node && node.type !== null && isType(node.type)) {
      const { type } = node;
      if (isRecord(type)) found.add(node.kind === 'local' ? 'local optional record' : 'optional record');
      if (type.kind === 'array_type' && isRecord(type.element)) found.add('optional record in an array');
      if (type.kind === 'array_type' && type.key.kind === 'key_count' && type.key.count.kind === 'name_expression' && nobodies.has(type.key.count.name.text))
        found.add('array over nobody');
      if (type.kind === 'set_type' && isSetOf(type.element, nobodies)) found.add('set of nobody');
      if (type.kind === 'option_type' && isNobody(type.element)) found.add('option of nobody');
    }
  });
  if (nobodies.size > 0) found.add('family of zero');
  return [...found];
}

function isSetOf(element: Type, names: ReadonlySet<string>): boolean {
  const texts: string[] = [];
  walk(element, (node) => {
    if (node.kind === 'name') texts.push(node.text);
  });
  return texts.some((text) => names.has(text));
}

function isZero(count: Node | null, zeros: ReadonlySet<string>): boolean {
  return count !== null && ((count.kind === 'number' && count.value === 0) || (count.kind === 'name_expression' && zeros.has(count.name.text)));
}

function readsPath(condition: Node): boolean {
  let found = false;
  walk(condition, (node) => {
    if (node.kind === 'field' && (node.object.kind === 'name_expression' || node.object.kind === 'index' || node.object.kind === 'field')) found = true;
  });
  return found;
}

/** `while x < 3 { … x += 1 … }`. */
function movesByNumber({ condition, body }: Extract<Node, { kind: 'while' }>): boolean {
  if (condition.kind !== 'binary' || condition.left.kind !== 'name_expression') return false;
  const name = condition.left.name.text;
  return body.statements.some(
    (each) =>
      each.kind === 'assign' &&
      each.operator !== '=' &&
      each.target.kind === 'name_expression' &&
      each.target.name.text === name &&
      each.value.kind === 'number',
  );
}

function isWide(domain: Node): boolean {
  return domain.kind === 'range' && domain.high.kind === 'number' && domain.high.value >= 999;
}

const when = (condition: boolean, form: string): readonly string[] => (condition ? [form] : []);

function formsOf(node: Node, records: ReadonlySet<string>, defines: ReadonlySet<string>, sets: ReadonlySet<string>): readonly string[] {
  switch (node.kind) {
    case 'call': {
      const name = node.callee.text;
      const kind = builtinCalls.includes(name) ? name : records.has(name) ? 'record' : defines.has(name) ? 'define' : 'operation';
      return [`call ${kind}`];
    }
    case 'binary':
      return [`binary ${node.operator}`];
    case 'unary':
      return [`unary ${node.operator}`];
    case 'assign':
      return [`assign ${node.operator}`];
    case 'local':
      return [`local ${node.storage}`, ...when(node.storage === 'let' && node.type !== null, 'local let typed'), ...when(node.owns, 'local owns')];
    case 'variable':
      return [`variable ${node.storage}`, ...when(node.owns, 'variable owns'), ...when(node.initial === null, 'variable place')];
    case 'operation':
      return [`operation ${node.atomic ? 'atomic' : 'steps'}`, ...when(node.result !== null, 'operation result')];
    case 'actor':
      return [
        `actor ${node.count === null ? 'one' : 'many'}`,
        ...when(node.operations.length > 0, 'operation of an actor'),
        ...when(
          node.body.statements.some((statement) => statement.kind === 'local' && statement.storage === 'var'),
          'actor top-level variable',
        ),
      ];
    case 'if':
      return [...when(node.alternative?.kind === 'block', 'if else'), ...when(node.alternative?.kind === 'if', 'if else if')];
    case 'while':
      return when(movesByNumber(node), 'rounds without a step');
    case 'block':
      return when(node.statements.length >= 40, 'long text');
    case 'repeat':
      return [`repeat ${node.count === null ? 'loop' : 'count'}`];
    case 'choose':
      return [...when(node.condition !== null, 'choose where'), node.target.kind === 'name_expression' ? 'choose declares' : 'choose stores in a path'];
    case 'await':
      return when(node.idle, 'await idle');
    case 'atomic':
      return when(node.when !== null, 'atomic when');
    case 'for':
      return when(node.condition !== null, 'for where');
    case 'return':
      return [`return ${node.value === null ? 'nothing' : 'value'}`];
    case 'count':
      return when(isWide(node.binder.domain), 'formula over many numbers');
    case 'quantifier':
      return [
        ...when(isWide(node.binder.domain), 'formula over many numbers'),
        `quantifier ${node.quantifier}`,
        ...when(node.condition !== null, 'quantifier where'),
      ];
    case 'define':
      return when(node.parameters !== null, 'define parameters');
    case 'range_type':
      return when(node.forever, 'range_type forever');
    case 'ref_type':
      return when(node.limit !== null, 'ref_type limit');
    case 'named_type':
      return when(['actor', 'object'].includes(node.name.text), `named_type ${node.name.text}`);
    case 'array_type':
      return when(node.element.kind === 'array_type', 'array of arrays');
    case 'at':
      return [
        ...when(node.places.length > 1, 'at set'),
        ...when(
          node.places.some((place) => place.high !== null),
          'at range',
        ),
        ...when(
          node.places.some((place) => place.low.parts[0]?.text === 'done'),
          'at done',
        ),
      ];
    case 'step_is':
      return [...when(node.path.index !== null, 'step_is index'), ...when(node.path.parts.length > 1, 'step_is dots')];
    case 'new_refs':
      return [...when(node.negated, 'new_refs no'), ...when(node.on !== null, 'new_refs on'), ...when(node.by !== null, 'new_refs by')];
    case 'refs':
      return [...when(node.by !== null, 'refs by'), ...when(node.target === null, 'refs bare')];
    case 'holders':
      return when(node.target === null, 'holders bare');
    case 'enabled':
      return when(node.path.parts.length > 1, 'enabled label');
    case 'invariant':
      return when(node.expectViolated, 'invariant expect');
    case 'object':
      return when(
        node.members.some((member) => member.kind === 'invariant'),
        'invariant of an object',
      );
    case 'check':
      return [...when(node.of.length > 0, 'check of'), ...when(node.matrix.length > 0, 'check for'), ...when(node.where !== null, 'check where')];
    case 'matrix_axis':
      return [`axis ${node.domain === null ? 'all' : 'in'}`];
    case 'expectation_clause':
      return [`expect ${node.verdict}`, ...when(node.when !== null, 'expect when')];
    case 'expectation_item':
      return [...when(node.within !== null, 'expect within'), ...when(node.when !== null, 'expect when')];
    case 'either':
      return when(node.branches.length > 2, 'either three');
    case 'action':
      return [
        ...when(node.parameters.length > 0, 'action parameter'),
        ...when(node.parameters.length > 1, 'action of two parameters'),
        ...when(node.guard !== null, 'action guard'),
        ...when(
          node.parameters.some(({ domain }) => domain.kind === 'range' && domain.low.kind === 'name_expression'),
          'action parameter from another',
        ),
        ...when(
          node.parameters.some(({ domain }) => domain.kind === 'name_expression' && sets.has(domain.name.text)),
          'action parameter of a set of the state',
        ),
      ];
    case 'argument':
    case 'assert':
    case 'binder':
    case 'bool_type':
    case 'boolean':
    case 'break':
    case 'call_statement':
    case 'comprehension':
    case 'conditional':
    case 'const':
    case 'continue':
    case 'enum':
    case 'error_expression':
    case 'error_statement':
    case 'error_type':
    case 'expectation':
    case 'fairness':
    case 'fairness_item':
    case 'field':
    case 'forever':
    case 'goto':
    case 'holds':
    case 'ignore_setting':
    case 'import':
    case 'index':
    case 'key_count':
    case 'key_type':
    case 'label':
    case 'live':
    case 'memory_setting':
    case 'module':
    case 'mover':
    case 'name':
    case 'name_expression':
    case 'none':
    case 'number':
    case 'option_type':
    case 'parameter':
    case 'place_range':
    case 'possible':
    case 'prime':
    case 'property_path':
    case 'quiescent':
    case 'range':
    case 'reachable':
    case 'record':
    case 'record_field':
    case 'scenario':
    case 'scenario_end':
    case 'scenario_step':
    case 'scenario_wait':
    case 'self':
    case 'seq_type':
    case 'set':
    case 'set_type':
    case 'size':
    case 'skip':
    case 'step_path':
    case 'tags_type':
    case 'temporal':
    case 'temporal_expression':
    case 'value_setting':
    case 'variant':
      return [];
  }
}
