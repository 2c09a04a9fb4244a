import { readDiagram, runDiagram } from '@mmspec/analysis';
import { completeSettings } from '@mmspec/compiler';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Race diagrams in the layouts of kernel comments and mails. A fixture is the text; what must be read is one line for
 * each event: line, column, text.
 */

function check(text: string, headers: readonly string[], events: readonly string[]): void {
  const diagram = readDiagram(text);
  expect(diagram.columns.map(({ header }) => header)).toEqual(headers);
  expect(diagram.events.map(({ line, column, text: event }) => `${line} ${column} ${event}`)).toEqual(events);
}

test('lockdep: underlined headers, and a closing line with stars', () => check(
`       CPU0                    CPU1
       ----                    ----
  lock(&a);
                               lock(&b);
                               lock(&a);
  lock(&b);

 *** DEADLOCK ***
`, ['CPU0', 'CPU1'], ['3 0 lock(&a);', '4 1 lock(&b);', '5 1 lock(&a);', '6 0 lock(&b);']));

test('a comment with tabs, remarks and roles in brackets', () => check(
' * CPU0 (waker)\t\tCPU1 (waiter)\n *\n * set_flag()\t\t\t// ordered by CPU1\n *\t\t\t\tif (flag)\n *\t\t\t\t  sleep();\t<- too late\n * wake_up()\t\t\tlist_add()\n */\n',
  ['CPU0 (waker)', 'CPU1 (waiter)'], ['3 0 set_flag()', '4 1 if (flag)', '5 1 sleep();', '6 0 wake_up()', '6 1 list_add()']));

test('a mail: quoted, numbered, headers with rules of =', () => check(
`> T1           T2
> ==           ==
> 1.1 find_vma()
>              2.1 munmap()
>              2.2 free_vma()
> 1.2 use(vma)    [UAF]
`, ['T1', 'T2'], ['3 0 find_vma()', '4 1 munmap()', '5 1 free_vma()', '6 0 use(vma)']));

test('no header: left and right', () => check(
`folio_get()
                        isolate()
                        freeze()        [oops]
folio_put()
`, ['', ''], ['1 0 folio_get()', '2 1 isolate()', '3 1 freeze()', '4 0 folio_put()']));

test('what is no diagram has no events', () => {
  check('', [], []);
  check('----  ----\n\n   ***  STOP ***\n', [], []);
});

const spec = `
module m
import kernel.folio
object Folio { refcount: ref = 1 }
shared folio: Folio
shared gone: bool = false
actor vcpu[2] { get: if not folio_try_get(folio) { return }  use: touch(folio)  put: folio_put(folio) }
actor reclaim { check_: if folio.refcount != 1 { return }  free: gone = true }
`;

/** What each event of a diagram becomes, what is left out, and whether it is possible. */
async function ask(text: string, expected: readonly string[]): Promise<void> {
  const { model, diagnostics } = analysed(spec);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { matched, result } = await runDiagram(model, readDiagram(text), completeSettings(model, {}));
  expect([
    ...matched.steps.map((step) => `${step.event.line} ${step.text}`),
    ...matched.unmatched.map((event) => `${event.line} -`),
    ...(result === null ? [] : [`${result.found}${result.reason === '' ? '' : `: ${result.reason}`}`]),
  ]).toEqual(expected);
}

test('roles name the actors, words name the steps', () => ask(
`CPU0 (reclaim)           CPU1 (vcpu)
folio_ref_count() == 1, check_
                         folio_try_get()
free the page
                         use
                         and much later it crashes
`, ['2 reclaim.check_', '3 vcpu[0].folio_try_get', '4 reclaim.free', '5 vcpu[0].use', '6 -', 'possible']));

test('without roles the actors are those whose steps are named', () => ask(
`CPU 0            CPU 1
folio_try_get
                 if (folio->refcount != 1)
                 free
`, ['2 vcpu[0].folio_try_get', '3 reclaim.check_', '4 reclaim.free', 'possible']));

test('two columns of one kind are two instances', () => ask(
`CPU0 (vcpu)      CPU1 (vcpu)
get
                 get
                 put
put
`, ['2 vcpu[0].get', '3 vcpu[1].get', '4 vcpu[1].put', '5 vcpu[0].put', 'possible']));

test('a diagram of something else asks nothing', () => ask('CPU0       CPU1\nmilk\n           honey\n', ['2 -', '3 -']));
