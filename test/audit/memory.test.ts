import { fences, suggest } from '@mmspec/analysis';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import type { AuditRow, MemoryMode } from '@mmspec/system';
import { expect, test } from 'vitest';
import { resolve } from '../ledger/support.ts';
import { audited, fileOf } from './specs.ts';

/*
 * Barriers and orders are judged where checks are under tso and weak, and only there.
 */

const said = ({ line, kind, verdict, check, depth, reason }: AuditRow): string => [line, kind, verdict, check, depth, reason].join(' ');

/** A producer and a consumer; what orders them stands in the lines that are given. */
function messages(wmb: string, load: string, checks: string): { path: string; text: string } {
  return {
    path: 'messages.mmspec',
    text: `module messages
import kernel.barrier
shared data:  0..1 = 0
shared ready: bool = false
actor producer {
  fill: WRITE_ONCE(data, 1)
        ${wmb}
  tell: WRITE_ONCE(ready, true)
}
actor consumer {
  var seen: 0..1 = 1
  look: if ${load}(ready) { take: seen = READ_ONCE(data) }
}
invariant filled: consumer at done implies consumer.seen == 1
${checks}
`,
  };
}

test('a barrier and an acquire are needed under weak', async () => {
  const { rows, memory } = await audited(messages('smp_wmb()', 'smp_load_acquire', 'check c for memory { } expect holds'));
  expect(memory).toEqual(['sc', 'tso', 'weak']);
  expect(rows.filter(({ kind }) => kind === 'barrier').map(said)).toEqual(['7 barrier needed c[memory=weak] 3 ', '12 barrier needed c[memory=weak] 4 ']);
});

test('under tso they are not', async () => {
  const { rows } = await audited(messages('smp_wmb()', 'smp_load_acquire', 'check c { memory tso } expect holds'));
  expect(rows.filter(({ kind }) => kind === 'barrier').map(said)).toEqual(['7 barrier superfluous   ', '12 barrier superfluous   ']);
});

test('without a check under either nothing is said of them', async () => {
  const file = messages('smp_wmb()', 'smp_load_acquire', 'check c { } expect holds');
  const { rows, score } = await audited(file);
  const reason = 'it may matter where memory is weaker, and no check under tso or weak comes there';
  expect(rows.filter(({ kind }) => kind === 'barrier').map(said)).toEqual([`7 barrier not judged   ${reason}`, `12 barrier not judged   ${reason}`]);
  expect(score.decided).toBe(rows.filter(({ kind }) => kind !== 'order' && kind !== 'barrier').length);
});

test('nor is it where control under the settings of these checks does not come there', async () => {
  const { text, path } = messages(
    'if wmb { smp_wmb() }',
    'smp_load_acquire',
    'check c { } expect holds\ncheck d { wmb = false  memory weak } expect violates filled',
  );
  const { rows } = await audited({ path, text: text.replace('shared data', 'variant wmb: bool = true\nshared data') });
  expect(rows.filter(({ kind }) => kind === 'barrier').map(({ line, verdict }) => `${line} ${verdict}`)).toEqual(['8 not judged', '13 superfluous']);
});

/** Of these designs each barrier is in the texts of one check, which has a cell for each model. */
const designs = ['gup_pin', 'seqcount_readers', 'freeze_dirty', 'unfreeze', 'two_counters', 'waitqueue_active', 'rcu_publish'];

test.each(designs)('%s: an audit says of a barrier what mmspec fences says', async (name) => {
  const file = fileOf(`specs/memory/${name}.mmspec`);
  const { rows } = await audited(file, { checks: ['kernel'], races: false });
  const { model } = analyse(file, resolve);
  const planned = withStandIns(model, plan(model).checks).find((check) => check.name === 'kernel[memory=weak]')!;
  const { present } = await fences(file, resolve, planned, 'weak', { window: planned.window });
  const needs = new Map(present.map(({ line, column, needs: all }) => [`${line}:${column}`, all.some(({ verdict }) => verdict === 'violated')]));
  const barriers = rows.filter(({ kind }) => kind === 'barrier');
  const inKernel = barriers.filter(({ line, column }) => needs.has(`${line}:${column}`));
  expect(inKernel.length).toBe(present.length);
  for (const { line, column, verdict } of inKernel)
    expect([line, verdict.startsWith('needed')], `${name}:${line}`).toEqual([line, needs.get(`${line}:${column}`)]);
});

const models: readonly MemoryMode[] = ['tso', 'weak'];

test.each(models)('what is missing under %s are barriers, and each of them is enough', async (memory) => {
  const file = messages('skip', 'READ_ONCE', `check c { memory ${memory} } expect ${memory === 'weak' ? 'violates filled' : 'holds'}`);
  const { checks } = await suggest(file, resolve, { checks: ['c'] });
  const [found] = checks;
  if (memory === 'tso') return expect(found).toMatchObject({ suggestions: [], reason: 'nothing that was asked for is violated' });
  expect(found!.wanted).toEqual(['filled']);
  expect(found!.suggestions.length).toBeGreaterThan(1);
  for (const { edits } of found!.suggestions) {
    const lines = file.text.split('\n');
    for (const { from, to, added } of edits.toReversed()) lines.splice(from - 1, to - from, ...added);
    const mended = { ...file, text: lines.join('\n').replace('violates filled', 'holds') };
    const { unmet } = await audited(mended, { partsMax: 0 });
    expect(unmet, mended.text).toEqual([]);
  }
});
