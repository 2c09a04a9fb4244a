import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/*
 * Which process a lock is of, so that another one can tell whether it still runs. Numbers of processes are used again,
 * so its start counts too; numbers and starts are of one kernel since it was booted, as one namespace sees them.
 */

export interface Owner {
  readonly host: string;
  /** Of the running kernel; empty where that cannot be told, as outside of Linux. */
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  /** Ticks of the kernel from its boot to the start of the process; empty where that cannot be told. */
  readonly start: string;
}

const keys = ['host', 'boot', 'namespace', 'start'] as const;

export function thisProcess(): Owner {
  return {
    host: hostname(),
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    start: statusOf(process.pid)?.start ?? '',
  };
}

/** Whether it is certain that the process runs no more. */
export function isGone({ host, boot, namespace, pid, start }: Owner): boolean {
  const here = thisProcess();
  if (host !== here.host) return false;
  if (boot !== '' && here.boot !== '' && boot !== here.boot) return true;
  if (namespace !== here.namespace) return false;
  if (!isKnown(pid)) return true;
  const status = statusOf(pid);
  return status !== null && (status.isDead || (start !== '' && status.start !== start));
}

/** What a lock says; null where it says nothing of the kind. */
export function ownerOf(text: string): Owner | null {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Owner, unknown>> | null;
    const isOwner = keys.every((key) => typeof value?.[key] === 'string') && typeof value?.pid === 'number' && Number.isInteger(value.pid) && value.pid > 0;
    return isOwner ? (value as Owner) : null;
  } catch {
    return null;
  }
}

/** Whether there is a process with this number; one that is not ours may not be asked, but is there. */
function isKnown(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}

/** From `/proc`; null where that does not tell. */
function statusOf(pid: number): { readonly start: string; readonly isDead: boolean } | null {
  const text = orEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name of the program stands in parentheses and may contain any character. The state comes next, and the start 19 fields later.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', start = ''] = [fields[0], fields[19]];
  return start === '' ? null : { start, isDead: state === 'Z' || state === 'X' };
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
