import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCheck } from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import { analyse, describeLedger, plan, withStandIns } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { walk, type CallStatement } from '@mmspec/syntax';
import type { TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { resolve } from './support.ts';

/*
 * A leak, a put too many and a put of somebody else's reference, seeded into designs, are always found: by the ledger, which reads the text,
 * or by the search, which counts.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Designs, each with a check in which nothing of this is wrong, and an object that everybody can name. */
const designs = [
  ['safe_refcount', 'row1[VCPUS=1]', 'folio'],
  ['direct_map', 'full[WALKERS=1]', 'folio'],
  ['hot_remove', 'late[GUPS=1]', 'page'],
  ['khugepaged_collapse', 'after[WALKERS=1]', 'small'],
  ['secure_page', 'migrate[IOS=1]', 'page'],
  ['bugs/device_private', 'after[FAULTS=1,ZAPS=1]', 'page'],
  ['bugs/hugetlb_punch', 'after[FAULTS=1]', 'folio'],
] as const;

const putting = new Set(['folio_put', 'put', 'put_page']);

/** Everything that the ledger and a search have to say of references in a text. */
async function said(file: SourceFile, check: string): Promise<ReadonlySet<string>> {
  const { model, diagnostics } = analyse(file, resolve);
  const planned = withStandIns(model, plan(model).checks).find(({ name }) => name === check)!;
  const all = [...diagnostics, ...(hasErrors(diagnostics) ? [] : describeLedger(model, planned.settings).diagnostics)];
  const found = new Set(all.filter(isAboutReferences).map(({ code, message }) => `${code} ${message}`));
  if (hasErrors(all)) return found;
  const { results } = await runCheck(model, { ...planned, expectation: null }, { races: () => [], statesMax: 20_000 });
  for (const { property, verdict } of results) if (verdict === 'violated' && counted.has(property)) found.add(property);
  return found;
}

/** What goes wrong with a counter; a put empties the variable that owns the reference, so a second one finds nothing there. */
const counted = new Set(['lost_reference', 'underflow', 'get_at_zero', 'null_reference']);
const isAboutReferences = ({ code }: { readonly code: string }): boolean => /^MM04(?:2|30)/u.test(code);

interface Seed {
  readonly what: string;
  readonly text: string;
}

/** The program of a check and its actors; null where the text is wrong. */
function systemOf(file: SourceFile, check: string): TransitionSystem | null {
  const { model, diagnostics } = analyse(file, resolve);
  if (hasErrors(diagnostics)) return null;
  return compile(model, withStandIns(model, plan(model).checks).find(({ name }) => name === check)!.settings).system;
}

/** Faults at every place of the actors that the check has under its setting. */
function seedsOf(file: SourceFile, check: string, shared: string): Seed[] {
  const { model } = analyse(file, resolve);
  const { text } = file;
  const original = systemOf(file, check);
  const put = (start: number, end: number, now: string): string => text.slice(0, start) + now + text.slice(end);
  // Everything else keeps its place, so the program is the same where the put is not there.
  const without = (start: number, end: number): string => put(start, end, 'skip'.padEnd(end - start));
  const isThere = (start: number, end: number): boolean => systemOf({ ...file, text: without(start, end) }, check)?.source?.() !== original?.source?.();
  return model.modules[0]!.items.flatMap((item): Seed[] => {
    if (item.kind !== 'actor' || original?.actors.every(({ kind }) => kind !== item.name.text)) return [];
    const puts: CallStatement[] = [];
    walk(item, (node) => {
      if (node.kind === 'call_statement' && node.call.kind === 'call' && putting.has(node.call.callee.text)) puts.push(node);
    });
    const begin = item.body.span.start + 1;
    return [
      ...puts.flatMap(({ span: { start, end } }): Seed[] => {
        if (!isThere(start, end)) return [];
        // What a variable owns is not lost where nobody puts it: it is owned for ever.
        const owner = /\((\w+)/u.exec(text.slice(start, end))?.[1] ?? '';
        const isOwned = new RegExp(String.raw`\bowns (?:let |var )?${owner}\b`, 'u').test(text);
        return [
          ...(isOwned ? [] : [{ what: `leak at ${start}`, text: without(start, end) }]),
          { what: `two puts at ${start}`, text: put(start, end, `${text.slice(start, end)}\n${text.slice(start, end)}`) },
        ];
      }),
      { what: `put of ${item.name.text}`, text: put(begin, begin, `\nput(${shared}.refcount)\n`) },
    ];
  });
}

test.each(designs)('%s', async (name, check, shared) => {
  const file: SourceFile = { path: `${name}.mmspec`, text: readFileSync(`${root}specs/${name}.mmspec`, 'utf8') };
  const before = await said(file, check);
  const seeds = seedsOf(file, check, shared);
  expect(seeds.length).toBeGreaterThan(2);
  const missed = [];
  for (const { what, text } of seeds) {
    const after = await said({ ...file, text }, check);
    if ([...after].every((each) => before.has(each))) missed.push(what);
  }
  expect(missed).toEqual([]);
});
