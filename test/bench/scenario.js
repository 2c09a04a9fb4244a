import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measured, median } from './process.js';

/*
 * What a scenario costs: one that is possible and one that is not, on a spec of a million states of which the question needs
 * few, and on the five specs of specs/ with the most states.
 */

const scenarios = [
  { spec: 'test/bench/scenario/millions.mmspec', possible: 'x.inc ; y.inc', impossible: null },
  {
    spec: 'specs/punch_hole.mmspec',
    possible: 'VCPUS = 4  vcpu[0].load ; puncher.put ; vcpu[0].get',
    impossible: 'VCPUS = 4  puncher.remove ; puncher.enter ; vcpu[0].load',
  },
  {
    spec: 'specs/khugepaged_collapse.mmspec',
    possible: 'WALKERS = 5  walker[0].pmd ; collapser.clear ; walker[0].pte',
    impossible: 'WALKERS = 5  walker[0].off ; collapser.free ; walker[0].get',
  },
  {
    spec: 'specs/hot_remove.mmspec',
    possible: 'GUPS = 5  gup[0].pte ; remover.clear ; gup[0].get',
    impossible: 'GUPS = 5  gup[0].pte ; remover.depopulate ; gup[0].valid',
  },
  {
    spec: 'specs/safe_refcount.mmspec',
    possible: 'VCPUS = 4, protect = nothing  converter.read ; vcpu[0].get ; converter.test',
    impossible: 'VCPUS = 4, protect = lock  converter.lock ; vcpu[0].lock ; converter.unlock',
  },
  {
    spec: 'specs/direct_map.mmspec',
    possible: 'WALKERS = 2  gup[0].pte ; converter.remove ; gup[0].get',
    impossible: 'WALKERS = 2  user.lock ; converter.remove ; user.unlock',
  },
];

/** Rows of the table: spec, question, what was found, CPU seconds with these commands of builds, the present one last. */
export async function scenarioRows(root, builds, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-scenario-'));
  const rows = [];
  try {
    for (const { spec, possible, impossible } of scenarios) {
      for (const [kind, steps] of [
        ['possible', possible],
        ['impossible', impossible],
      ]) {
        if (steps === null) continue;
        const cells = [];
        let found = '';
        for (const build of builds) {
          // An older build reads its own text, where it has one.
          const own = join(build, '../../..', spec);
          // The checks of the spec are not asked for.
          const text = readFileSync(existsSync(own) ? own : join(root, spec), 'utf8').replace(/^(?:check|scenario)\b[^]*?(?=^\S|(?![^]))/gmu, (part) =>
            part.startsWith('check') ? part : '',
          );
          const path = join(folder, spec.replaceAll('/', '_'));
          writeFileSync(path, `${text}\nscenario asked { ${steps} }\n`);
          const runs = [];
          for (let round = 0; round < rounds; round++) {
            console.error(`${spec}, ${kind}, ${build}`);
            const run = await measured(build, ['scenario', path, '--json']);
            const [result] = run.output.startsWith('{') ? JSON.parse(run.output).scenarios : [];
            found = result?.found ?? found;
            runs.push({ cpu: run.cpu, states: result?.states ?? Number.NaN });
          }
          const cpu = median(runs.map((run) => run.cpu));
          cells.push(...(Number.isNaN(runs[0].states) ? ['no answer', ''] : [runs[0].states.toLocaleString('en-US'), cpu.toFixed(2)]));
        }
        rows.push([spec.replace(/^.*\//u, '').replace('.mmspec', ''), steps, found, ...cells]);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
