import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './process.js';
import { store, table } from './results.js';

/*
 * What views for any number of instances cost, beside the search of four: each in a process of its own, which has compiled nothing
 * before; CPU time from the checked spec on, the program's start and the parsing left out.
 */

const here = fileURLToPath(import.meta.url);
/** Designs with an interchangeable family, and the constant that says how many there are. */
const families = {
  hot_remove: 'GUPS',
  khugepaged_collapse: 'WALKERS',
  mremap_race: 'RETRACTORS',
  punch_hole: 'VCPUS',
  rcu_refcount: 'READERS',
  safe_refcount: 'VCPUS',
  swap_in_aba: 'READERS',
  thp_split: 'WALKERS',
  vma_lock: 'READERS',
};

const seconds = ({ user, system }) => (user + system) / 1e6;

/** The table of `npm run bench -- any`. */
export async function anyOnly(root, rounds, wanted) {
  const { analysed, checksOf } = await spec(root);
  const rows = [];
  for (const [name, constant] of Object.entries(families)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [index, { name: check }] of checksOf(analysed(name), constant).entries()) {
      const of = (what, violated = '') =>
        JSON.parse(execFileSync(process.execPath, [here, root, what, name, constant, String(index), violated], { encoding: 'utf8' }));
      const search = Array.from({ length: rounds }, () => of('search'));
      const { violated, states } = search[0];
      const views = Array.from({ length: rounds }, () => of('views', violated.join()));
      const { proofs, proved, undecided } = views[0];
      const [cpu, four] = [median(views.map((each) => each.cpu)), median(search.map((each) => each.cpu))];
      rows.push([
        `${name} ${check}`,
        String(proved),
        String(violated.length),
        String(undecided),
        proofs.map(({ size }) => size).join(', '),
        proofs.map((proof) => proof.views.toLocaleString('en')).join(', '),
        proofs.map((proof) => String(proof.sharedStates)).join(', '),
        cpu.toFixed(2),
        states.toLocaleString('en'),
        four.toFixed(2),
      ]);
      console.error(rows.at(-1).join('  '));
    }
  }
  const head = ['check', 'proved', 'violated', 'undecided', 'k', 'views', 'shared states', 'CPU s', 'states of 4', 'CPU s of 4'];
  const text = [
    '## Any number',
    '',
    `Written by \`npm run bench -- any\`: what the views for any number of instances cost, beside the search of four of them; CPU time of one process each from the checked spec on, compiling included, medians of ${rounds} rounds. What four violate is not judged by views.`,
    '',
    ...table([head, ...rows], 1),
  ].join('\n');
  if (wanted.length > 0) console.log(text);
  else store({ '## Any number': text });
}

async function spec(root) {
  const { analyse, plan, withStandIns } = await import(join(root, 'packages/semantics/dist/index.js'));
  const { libraryText } = await import(join(root, 'packages/library/dist/index.js'));
  const analysed = (name) => {
    const path = join(root, 'specs', `${name}.mmspec`);
    return analyse({ path, text: readFileSync(path, 'utf8') }, (parts) => {
      const text = libraryText(parts.join('.'));
      return text === null ? null : { path: parts.join('/'), text };
    }).model;
  };
  /** Checks under sc with other settings than the constant, each once. */
  const checksOf = (model, constant) => {
    const once = new Map();
    for (const { name, matrix, settings, memory = 'sc' } of withStandIns(model, plan(model).checks)) {
      const { [constant]: _, ...others } = settings;
      if (memory === 'sc' && !once.has(JSON.stringify(others))) once.set(JSON.stringify(others), { name: matrix ?? name, settings });
    }
    return [...once.values()];
  };
  return { analysed, checksOf };
}

/** One measurement, in a process of its own. */
async function measure(root, what, name, constant, index, violated) {
  const { analysed, checksOf } = await spec(root);
  const model = analysed(name);
  const { settings } = checksOf(model, constant)[Number(index)];
  if (what === 'views') {
    const { decideForAny } = await import(join(root, 'packages/parametric/dist/index.js'));
    const start = process.cpuUsage();
    const { properties, proofs } = decideForAny(model, settings, [constant], { except: new Set(violated.split(',')) });
    const cpu = seconds(process.cpuUsage(start));
    const is = (answer) => properties.filter((each) => each.answer === answer && !violated.split(',').includes(each.property)).length;
    const found = proofs.map(({ size, closure: { views } }) => ({ size, views: views.count, sharedStates: views.corners.length }));
    return { cpu, proofs: found, proved: is('proved'), undecided: is('undecided') };
  }
  const { compile } = await import(join(root, 'packages/compiler/dist/index.js'));
  const { explore } = await import(join(root, 'packages/checker/dist/index.js'));
  const start = process.cpuUsage();
  const { system } = compile(model, { ...settings, [constant]: 4 });
  const { results, states } = await explore(system);
  const found = results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => system.properties[property].name);
  return { cpu: seconds(process.cpuUsage(start)), states, violated: found };
}

if (process.argv[1] === here) console.log(JSON.stringify(await measure(...process.argv.slice(2))));
