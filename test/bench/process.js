import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/*
 * Runs a command as a whole process and measures it: CPU time of it and its children (the shell's `times`), wall time,
 * and the peak of its resident memory, read from /proc where that exists.
 */

/** Output, exit code, seconds of CPU and wall time, and peak memory in bytes (0 where it cannot be read). */
export async function measured(command, args, { cwd, env = process.env, shell: shellPath = 'sh' } = {}) {
  const start = performance.now();
  const shell = spawn(shellPath, ['-c', '"$@"; code=$?; times 1>&2; exit $code', 'sh', command, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors, peak] = ['', '', 0];
  shell.stdout.on('data', (part) => (output += part));
  shell.stderr.on('data', (part) => (errors += part));
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(shell.pid))), 10);
  const code = await new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', resolve);
  });
  clearInterval(watch);
  const lines = errors.trimEnd().split('\n');
  return { output, errors: lines.slice(0, -2).join('\n'), code, cpu: cpuOf(lines.at(-1) ?? ''), wall: (performance.now() - start) / 1000, peak };
}

/** `0m1.20s 0m0.10s`: user and system time of the children. */
function cpuOf(line) {
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** Peak resident memory of the children of a process. */
function peakOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(/\s+/)
      .filter((child) => child !== '');
    return Math.max(0, ...children.map((child) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0) * 1024));
  } catch {
    return 0;
  }
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
