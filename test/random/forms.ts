import type { Node } from '@mmspec/syntax';

/** Operations of the language itself. */
export const builtinCalls = [
  'get',
  'try_get',
  'put',
  'freeze',
  'unfreeze',
  'count',
  'touch',
  'xchg',
  'cmpxchg',
  'append',
  'pop',
  'insert',
  'remove',
  'remove_at',
  'first',
  'last',
  'find',
  'index',
  'min',
  'max',
  'rest',
];

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

/** The forms that a node has besides its kind. */
export function formsOf(node: Node, records: ReadonlySet<string>, defines: ReadonlySet<string>, sets: ReadonlySet<string>): readonly string[] {
  switch (node.kind) {
    case 'call': {
      const name = node.callee.text;
      const kind = builtinCalls.includes(name) ? name : records.has(name) ? 'record' : defines.has(name) ? 'define' : 'operation';
      return [`call ${kind}`];
    }
    case 'anchor':
      return when(node.text !== null, 'anchor text');
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
      return [
        ...when(node.condition !== null, 'choose where'),
        ...when(node.subset, 'choose within'),
        node.target.kind === 'name_expression' ? 'choose declares' : 'choose stores in a path',
      ];
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
    case 'set_type':
      return when(node.element.kind === 'named_type' && records.has(node.element.name.text), 'set of records');
    case 'seq_type': {
      const element = node.element.kind === 'option_type' ? node.element.element : node.element;
      return when(element.kind === 'named_type' && records.has(element.name.text), 'sequence of records');
    }
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
    case 'choice_beginning':
      return [...when(node.condition !== null, 'choice_beginning where'), ...when(node.subset, 'choice_beginning within')];
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
    case 'bound_setting':
    case 'ignore_setting':
    case 'import':
    case 'index':
    case 'key_count':
    case 'key_type':
    case 'label':
    case 'key_binder':
    case 'keyed_beginning':
    case 'list_beginning':
    case 'live':
    case 'memory_setting':
    case 'window_setting':
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
    case 'set':
    case 'size':
    case 'sum':
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
