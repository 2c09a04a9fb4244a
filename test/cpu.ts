import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/*
 * CPU time, for laws about what something costs: how long it takes on the clock depends on what else the machine does.
 */

/** Seconds of CPU time that this process takes for some work. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const begin = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}

/** Sends a signal; resolves, when the process has ended, to the seconds of CPU time that it took from then on, which only Linux tells: elsewhere 0. */
export async function cpuAfter(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const begin = cpuOf(child.pid ?? 0);
  let last = begin;
  const timer = setInterval(() => (last = Math.max(last, cpuOf(child.pid ?? 0))), 10);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
  clearInterval(timer);
  return last - begin;
}

/** Of all threads of a process, so far. */
function cpuOf(pid: number): number {
  let stat = '';
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 0;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
