import { withFault } from './mutant.ts';
import { faults } from '../ide/faults_edits.ts';
import { specs } from '../ide/edit_specs.ts';
for (const fault of faults) {
  let found: string | null = null; let seed = 0; const t = process.cpuUsage();
  try {
    const law = await withFault<any>(fault, `export * from '../ide/edit_law.ts';`);
    for (; seed < 20 && found === null; seed++) found = law.firstDifferenceOfSeveral(20, seed) ?? law.firstDifference(specs[(seed * 13) % specs.length]?.text ?? '', {}, 20, seed);
  } catch (e: any) { found = 'threw ' + String(e.message).slice(0, 100); }
  const c = process.cpuUsage(t);
  console.log(found === null ? 'MISSED' : 'caught', seed, ((c.user + c.system) / 1e6).toFixed(1), fault.name, found?.slice(0, 60).replaceAll('\n', ' '));
}
