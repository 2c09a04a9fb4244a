import { textOf, type Diagnostic, type Edit, type Fix, type Span } from '@mmspec/source';
import { blocksOf, isPath, isStatement, statementsUnder, walk } from '@mmspec/syntax';
import type { AssignStatement, Expression, Statement } from '@mmspec/syntax';
import { effectIn } from '../effects.ts';
import type { Model } from '../model.ts';
import { ofEachBody, type Facts, type Lint } from '../facts.ts';
import { sharedLoads, sharedStores, type SharedLocation } from '../locations.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { asksForWindows, runsOf } from '../world/settings.ts';

/** A step outside `atomic` touches one shared location, as a processor does. */
const severalLocations: Rule = rule({
  code: 'MM0323',
  severity: 'warning',
  title: 'several shared locations in one step',
  why: 'A kernel statement loads its locations one after the other, and the races hide between the loads.',
  text: 'Two loads, or a load and a store that are not one read-modify-write operation, are two steps on a real machine. Split them into local reads, or wrap them in `atomic` to say that you mean one step. A quantifier over an array counts as one location if it reads one element of each.',
  example: 'module m\nshared a: 0..3 = 0\nshared b: 0..3 = 0\nactor x { copy: a = b }\n',
  fix: 'module m\nshared a: 0..3 = 0\nshared b: 0..3 = 0\nactor x { let v = b  copy: a = v }\n',
});

/** Where accesses are performed out of their order, each step is one of them. */
const severalAccesses: Rule = rule({
  code: 'MM0344',
  title: 'several shared locations in one step, under tso or weak',
  why: 'Under `memory tso` and `memory weak` a step is one access, and what comes between two of them is what is asked.',
  text: 'The checks of the spec ask for a memory model under which accesses are performed one by one. Split the step into local reads, as the kernel does it, or wrap it in `atomic`: then nothing comes between its accesses, it is ordered with everything, and the verdict names it among the steps that no processor performs as one.',
  example: 'module m\nshared a: 0..3 = 0\nshared b: 0..3 = 0\nactor x { copy: a = b }\ncheck c { memory weak }\n',
  fix: 'module m\nshared a: 0..3 = 0\nshared b: 0..3 = 0\nactor x { let v = b  copy: a = v }\ncheck c { memory weak }\n',
});

export const lint: Lint = { rules: [severalLocations, severalAccesses], check: checkSeveralLocations };

function checkSeveralLocations(facts: Facts): Diagnostic[] {
  const broken = runsOf(facts.model).some((run) => asksForWindows(facts.model, run)) ? severalAccesses : severalLocations;
  const visit = (statements: readonly Statement[], diagnostics: Diagnostic[]): void => {
    for (const statement of statements) {
      const found = judge(facts, statement, broken);
      if (found !== null) diagnostics.push(found);
      if (statement.kind === 'atomic' && statement.when === null) continue;
      for (const inside of statementsUnder(statement)) visit(inside, diagnostics);
    }
  };
  return ofEachBody(facts, 'locations', (body, found) => {
    if (!body.atomic && body.block.span.file === 0) visit(body.block.statements, found);
  });
}

interface Touched {
  readonly loads: readonly SharedLocation[];
  readonly stores: readonly SharedLocation[];
}

function judge(facts: Facts, statement: Statement, broken: Rule): Diagnostic | null {
  if (broken === severalAccesses && storesResult(facts, statement)) return resultIsStored(facts.model, statement);
  const touched = touchedBy(facts, statement);
  if (touched === null) return null;
  const texts = [...new Set([...touched.loads, ...touched.stores].map(({ text }) => text))];
  if (texts.length < 2) return null;
  const span = headOf(statement);
  const names = texts.map((text) => `\`${text}\``);
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const help = 'Read them one after the other into locals, or wrap the statement in `atomic { … }` if it is one step.';
  return violation(broken, span, `One step touches ${texts.length} shared locations: ${list}.`, help, { fixes: fixesFor(facts, statement, touched) });
}

/** What a statement touches in its own step; null where the rule says nothing about it. */
function touchedBy(facts: Facts, statement: Statement): Touched | null {
  const { model, tables } = facts;
  const only = (...expressions: readonly (Expression | null)[]): Touched => {
    return { loads: expressions.flatMap((expression) => (expression === null ? [] : sharedLoads(tables, expression))), stores: [] };
  };
  // Operations judge themselves; the atomic ones of the library are acknowledged.
  const calls = (expression: Expression): boolean => {
    const call = effectIn(model, expression);
    return call !== null && model.meanings.get(call.callee)?.kind === 'operation';
  };
  switch (statement.kind) {
    case 'assign': {
      if (isGhost(facts, statement.target)) return null;
      const stores = sharedStores(tables, statement.target);
      return calls(statement.value) ? { loads: [], stores } : { loads: only(statement.value).loads, stores };
    }
    case 'local':
      return statement.storage === 'ghost' || calls(statement.initial) ? null : only(statement.initial);
    case 'call_statement':
      return calls(statement.call) ? null : only(statement.call);
    case 'if':
    case 'while':
      return calls(statement.condition) ? null : only(statement.condition);
    case 'await':
    case 'assert':
      return only(statement.condition);
    case 'return':
      return statement.value === null || calls(statement.value) ? null : only(statement.value);
    case 'choose': {
      const declared = statement.target.kind === 'name_expression';
      return {
        loads: only(statement.domain, statement.condition).loads,
        stores: declared ? sharedLoads(tables, statement.target) : sharedStores(tables, statement.target),
      };
    }
    case 'atomic':
    case 'break':
    case 'continue':
    case 'either':
    case 'error_statement':
    case 'for':
    case 'goto':
    case 'label':
    case 'repeat':
    case 'skip':
      return null;
  }
}

/** What is said of a result that goes to shared memory under tso or weak. */
export function resultIsStored({ files }: Pick<Model, 'files'>, { span, target }: AssignStatement): Diagnostic {
  const file = files[span.file];
  const text = file === undefined ? '' : textOf(file, target.span);
  return violation(
    severalAccesses,
    span,
    `The result is stored in \`${text}\` with the last step of the operation, which may be an access of its own.`,
    `Keep it, and store it in a step of its own: \`let r = …  ${text} = r\`.`,
  );
}

/** The result of an operation of several steps goes to shared memory. */
function storesResult(facts: Facts, statement: Statement): statement is AssignStatement {
  if (statement.kind !== 'assign' || isGhost(facts, statement.target) || sharedStores(facts.tables, statement.target).length === 0) return false;
  const call = effectIn(facts.model, statement.value);
  const meaning = call === null ? undefined : facts.model.meanings.get(call.callee);
  return meaning?.kind === 'operation' && !meaning.declaration.atomic;
}

/** True for a target that is a ghost variable or field. */
export function isGhost({ model, tables }: Pick<Facts, 'model' | 'tables'>, target: Expression): boolean {
  if (!isPath(target)) return false;
  switch (target.kind) {
    case 'name_expression': {
      const meaning = model.meanings.get(target.name);
      if (meaning?.kind === 'variable' || meaning?.kind === 'own_field') return meaning.declaration.storage === 'ghost';
      return meaning?.kind === 'local' && meaning.declaration.kind === 'local' && meaning.declaration.storage === 'ghost';
    }
    case 'index':
      return isGhost({ model, tables }, target.array);
    case 'field': {
      const field = tables.fields.get(target);
      if (field?.kind === 'field') return field.declaration.storage === 'ghost';
      return field?.kind === 'record_field' && isGhost({ model, tables }, target.object);
    }
  }
}

/** What to underline: of a compound statement its condition. */
function headOf(statement: Statement): Span {
  return statement.kind === 'if' || statement.kind === 'while' ? statement.condition.span : statement.span;
}

function fixesFor(facts: Facts, statement: Statement, touched: Touched): Fix[] {
  const fixes: Fix[] = [];
  const split = splitFix(facts, statement, touched);
  if (split !== null) fixes.push(split);
  if (canBeAtomic(facts, statement)) {
    const { file, start, end } = statement.span;
    fixes.push({
      title: 'Wrap in `atomic`',
      makesStep: true,
      edits: [
        { span: { file, start, end: start }, text: 'atomic { ' },
        { span: { file, start: end, end }, text: ' }' },
      ],
    });
  }
  return fixes;
}

/** What may stand inside a statement that becomes one step: it neither waits nor is taken in rounds of several steps. */
const fitsIntoStep: Readonly<Record<Statement['kind'], boolean>> = {
  label: true,
  local: true,
  assign: true,
  call_statement: true,
  if: true,
  choose: true,
  for: true,
  assert: true,
  break: true,
  continue: true,
  goto: true,
  return: true,
  skip: true,
  error_statement: true,
  while: false,
  repeat: false,
  await: false,
  atomic: false,
  either: false,
};

/** Whose loads may be taken out in front of it: it is not asked again and again. */
const asksOnce: Readonly<Record<Statement['kind'], boolean>> = {
  label: true,
  local: true,
  assign: true,
  call_statement: true,
  if: true,
  repeat: true,
  either: true,
  atomic: true,
  for: true,
  assert: true,
  break: true,
  continue: true,
  goto: true,
  return: true,
  skip: true,
  error_statement: true,
  while: false,
  await: false,
  choose: false,
};

/** A whole statement that stays what it is as one step, and declares nothing for the statements after it. */
function canBeAtomic({ model }: Facts, statement: Statement): boolean {
  if (statement.kind === 'local' || statement.kind === 'while') return false;
  if (statement.kind === 'choose' && statement.target.kind === 'name_expression') return false;
  let fits = true;
  for (const block of blocksOf(statement)) {
    walk(block, (node) => {
      if (isStatement(node) && !fitsIntoStep[node.kind]) fits = false;
      if (node.kind === 'call' && model.meanings.get(node.callee)?.kind === 'operation') fits = false;
    });
  }
  return fits;
}

/** Reads each location but the last into a local of its own, in a step of its own. */
function splitFix({ model }: Facts, statement: Statement, { loads, stores }: Touched): Fix | null {
  if (!asksOnce[statement.kind]) return null;
  const file = model.files[statement.span.file];
  if (file === undefined || hasBinder(statement) || loads.some(({ span }) => !isInside(span, headOf(statement)))) return null;
  const stored = new Set(stores.map(({ text }) => text));
  const texts = [...new Set(loads.map(({ text }) => text))].filter((text) => !stored.has(text));
  const moved = stored.size > 0 ? texts : texts.slice(0, -1);
  if (moved.length === 0 || loads.some(({ span }) => loads.some((other) => other.span !== span && isInside(other.span, span)))) return null;
  const taken = new Set(file.text.match(/[A-Za-z_]\w*/g));
  const names = new Map<string, string>();
  for (const text of moved) {
    const base = text.match(/[A-Za-z_]\w*(?=[^A-Za-z_]*$)/)?.[0] ?? 'value';
    let name = base;
    for (let number = 0; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    names.set(text, name);
  }
  const { start } = statement.span;
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  const indent = ' '.repeat(start - lineStart);
  const declared = moved.map(
    (text) => `let ${names.get(text)} = ${textOf(file, (loads.find((load) => load.text === text) as SharedLocation).span)}\n${indent}`,
  );
  const edits: Edit[] = [{ span: { file: statement.span.file, start, end: start }, text: declared.join('') }];
  for (const { text, span } of loads) if (names.has(text)) edits.push({ span, text: names.get(text) as string });
  return { title: 'Read into locals first', edits };
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

function hasBinder(statement: Statement): boolean {
  let found = false;
  const head = statement.kind === 'if' ? statement.condition : statement;
  walk(head, (node) => {
    if (node.kind === 'binder') found = true;
  });
  return found;
}
