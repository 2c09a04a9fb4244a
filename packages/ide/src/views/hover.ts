import { buildWorld, constantsUnder, describeLedger, type DescribedLedger } from '@mmspec/semantics';
import { hasErrors, type Span } from '@mmspec/source';
import { tokens } from '@mmspec/syntax';
import type { OperationDeclaration } from '@mmspec/syntax';
import { builtinDocs, implicitDocs, keywordDocs, macroDocs, orderDocs } from '../names/builtin_docs.ts';
import { docOf, signatureOf, stepAfter, stepsOf } from '../names/describe.ts';
import { links } from '../navigation/links.ts';
import { occurrenceAt } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { tagHomes } from '../names/tag_homes.ts';
import { fieldsNamed, type Target } from '../names/target.ts';
import { anchorAt, anchorText } from '../navigation/anchor_at.ts';

export interface Hover {
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

/** What is under the cursor: its declaration, its comment, the steps of an operation, the ledger formula of a counter. */
export function hover(snapshot: Snapshot, offset: number): Hover | null {
  const anchor = anchorAt(snapshot, offset);
  if (anchor !== null) return { span: anchor.span, text: anchorText(anchor) };
  const occurrence = occurrenceAt(snapshot, offset);
  if (occurrence === null) return moduleHover(snapshot, offset) ?? keywordHover(snapshot, offset) ?? calledHover(snapshot, offset);
  const { target, name } = occurrence;
  const parts = [`\`\`\`mmspec\n${signatureOf(snapshot, target)}\n\`\`\``, docOf(target), ...details(snapshot, target)];
  return { span: name.span, text: parts.filter((part) => part !== '').join('\n\n') };
}

/** What a file says about itself, at its name or where it is imported. */
function moduleHover(snapshot: Snapshot, offset: number): Hover | null {
  const link = links(snapshot).find(({ span }) => span.start <= offset && offset <= span.end);
  const own = snapshot.module.name.find(({ span }) => span.start <= offset && offset <= span.end);
  const { files, modules } = snapshot.analysed.model;
  const module = link === undefined ? snapshot.module : modules[files.findIndex(({ path }) => path === link.path)];
  const span = link?.span ?? own?.span;
  if (module === undefined || span === undefined) return null;
  const start = module.name[0]?.span.start ?? 0;
  const about = module.comments.filter(({ style, span: { start: at } }) => style === 'doc' && at < start).map(({ text }) => text.trim());
  const parts = [`\`\`\`mmspec\nmodule ${module.name.map(({ text }) => text).join('.')}\n\`\`\``, about.join('\n'), link?.path ?? ''];
  return { span, text: parts.filter((part) => part !== '').join('\n\n') };
}

/** Words of the language, and the properties that it brings. */
function keywordHover({ main }: Snapshot, offset: number): Hover | null {
  const token = tokens(main).find(({ start, end }) => start <= offset && offset < end);
  const docs = token === undefined ? undefined : [keywordDocs, implicitDocs].find((each) => Object.hasOwn(each, token.image));
  const text = docs?.[token?.image ?? ''];
  return token === undefined || text === undefined ? null : { span: { file: 0, start: token.start, end: token.end }, text };
}

/** A built-in whose parentheses hold no arguments, such as `sum(x in S: e)`, or stand where the text has an error. */
function calledHover({ main }: Snapshot, offset: number): Hover | null {
  const all = tokens(main);
  const at = all.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = all[at];
  const docs = [builtinDocs, macroDocs].find((each) => token !== undefined && Object.hasOwn(each, token.image));
  if (token === undefined || all[at + 1]?.image !== '(' || docs === undefined) return null;
  const { signature = '', text = '' } = docs[token.image] ?? {};
  return { span: { file: 0, start: token.start, end: token.end }, text: `\`\`\`mmspec\n${signature}\n\`\`\`\n\n${text}` };
}

function details(snapshot: Snapshot, target: Target): string[] {
  if (target.kind === 'label')
    return [...target.labels.flatMap((label) => stepAfter(snapshot, target.owner, label)), `A label of ${target.owner.kind} \`${target.owner.name.text}\`.`];
  if (target.kind === 'tag')
    return tagHomes(snapshot, target.text).map((declaration) => `One of \`${signatureOf(snapshot, { kind: 'declaration', declaration })}\`.`);
  if (target.kind === 'any_field') {
    const fields = fieldsNamed(snapshot, target.text);
    return [
      'A field of the object that is given.',
      ...fields.map(({ object, field }) => `In \`${object.name.text}\`: \`${signatureOf(snapshot, { kind: 'declaration', declaration: field })}\``),
    ];
  }
  if (target.kind === 'live')
    return [
      `An access to a \`${target.object.name.text}\`, or to what is embedded in it, while this was false before the step is the violation \`${target.object.name.text}.live\`.`,
    ];
  if (target.kind !== 'declaration') return [];
  const { declaration } = target;
  if (declaration.kind === 'operation') {
    const steps = stepsOf(snapshot, declaration);
    return [...orderDoc(declaration), declaration.atomic ? 'One step.' : `Its steps:\n\n${steps.map((step) => `- \`${step}\``).join('\n')}`];
  }
  if (declaration.kind === 'variable' && declaration.type.kind === 'ref_type') return formulas(snapshot, declaration.name.text);
  return [];
}

/** What an operation of one step orders. */
function orderDoc({ order }: OperationDeclaration): string[] {
  return order === null ? [] : [`Order: ${orderDocs[order.word]}`];
}

const ledgers = new WeakMap<Snapshot, DescribedLedger | null>();

/** The reference ledger under the declared settings; null where the spec has errors. */
export function ledgerOf(snapshot: Snapshot): DescribedLedger | null {
  const known = ledgers.get(snapshot);
  if (known !== undefined) return known;
  const found = describe(snapshot);
  ledgers.set(snapshot, found);
  return found;
}

function describe({ analysed: { model, diagnostics } }: Snapshot): DescribedLedger | null {
  if (hasErrors(diagnostics)) return null;
  const constants = constantsUnder(model, {});
  const settings: Record<string, string | number | boolean> = {};
  for (const { name } of model.constants) {
    const value = constants.valueOf(name.text);
    if (value === undefined) return null;
    settings[name.text] = value;
  }
  return buildWorld(model, settings).actors.length === 0 ? null : describeLedger(model, settings).ledger;
}

function formulas(snapshot: Snapshot, field: string): string[] {
  const counters = ledgerOf(snapshot)?.counters ?? [];
  const own = counters.filter(({ counter }) => counter === field || counter.endsWith(`.${field}`));
  return own.map(({ counter, formula, atQuiescence }) => `\`${counter} = ${formula}\`  \nat quiescence: ${atQuiescence}`);
}
