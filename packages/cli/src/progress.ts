import type { ProgressJson } from '@mmspec/api';
import { grouped } from '@mmspec/source';
import type { Progress } from '@mmspec/checker';
import { isTerminal, printError, printErrorText, standardError } from './output.ts';
import { steering } from './shown.ts';

const interval = 200;

/** A line on a terminal that shows how far a search is; silent elsewhere. */
export interface ProgressLine {
  readonly show: (check: string, progress: Progress) => void;
  readonly clear: () => void;
}

const silent = { show: () => undefined, clear: () => undefined };

/** A line on a terminal that is written over again, now and then; silent elsewhere. */
export function statusLine(): { readonly show: (text: () => string) => void; readonly clear: () => void } {
  if (process.env.CI || !isTerminal(standardError)) return silent;
  let last = 0;
  let shown = false;
  return {
    show: (text) => {
      const now = Date.now();
      if (now - last < interval) return;
      last = now;
      shown = true;
      printErrorText(`${steering('[G')}${steering('[K')}${text().slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1))}`);
    },
    clear: () => {
      if (shown) printErrorText(`${steering('[G')}${steering('[K')}`);
      shown = false;
    },
  };
}

export function progressLine(choice: 'auto' | 'json' | 'none'): ProgressLine {
  if (choice === 'json') {
    return { show: (check, progress) => printError(JSON.stringify({ check, ...progress } satisfies ProgressJson)), clear: () => undefined };
  }
  if (choice === 'none') return silent;
  const { show, clear } = statusLine();
  return { show: (check, progress) => show(() => lineOf(check, progress)), clear };
}

function lineOf(check: string, { states, depth, waiting, explored, seconds, memoryBytes }: Progress): string {
  const rate = seconds > 0 ? Math.round(states / seconds) : 0;
  return `${check}: ${grouped(states)} states (${grouped(rate)}/s), depth ${depth}, ${grouped(waiting)} waiting, ${explored === null ? 'growing' : `about ${Math.floor(explored * 100)} % explored`}, ${Math.round(memoryBytes / 2 ** 20)} MiB, ${seconds.toFixed(0)} s`;
}
