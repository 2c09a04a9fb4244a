import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { median } from './process.js';

/*
 * What an edit costs an editor: CPU time of the whole server process from `didChange` to the published diagnostics, read from
 * /proc/PID/task/*\/schedstat in nanoseconds. Every edit makes a text that was never there before. Each build has a process of its own,
 * and they take turns, edit by edit.
 */

/** Actors of the spec, as many as there may be. */
const actorCount = 60;

/** A spec of so many rounds of five lines in each actor; all use one object and the library, and nothing is wrong with it. */
export function spec(rounds) {
  const head = `module big

import kernel.folio
import kernel.lock

object Folio {
  refcount: ref to 200 = 1
  safe: 0..3 = 0
  lock: Lock
}
shared folio: Folio
`;
  return `${head}${Array.from({ length: actorCount }, (_, number) => actor(number, rounds)).join('')}\ncheck c { }\n`;
}

const actor = (number, rounds) => `
// What worker ${number} does.
actor worker${number} {
  var seen: 0..3 = 0
  loop {
    take: if not folio_try_get(folio) { continue }
${Array.from({ length: rounds }, (_, round) => body(number, round)).join('')}    put: folio_put(folio)
  }
}

invariant safe${number}: worker${number} at use0 implies folio.refcount > 0
`;

const body = (number, round) => `    lock${round}: folio_lock(folio)
    map${round}: seen = folio.safe
          if seen < 3 { folio.safe = seen + 1 } // ${number}
          folio_unlock(folio)
    use${round}: touch(folio)
`;

/** The kinds of edits: what the text is in each round. */
export const kinds = {
  'in a body': (text, round) =>
    text.replace('if seen < 3 { folio.safe = seen + 1 } // 30\n', `if seen < 3 and folio.safe != ${3 + round} { folio.safe = seen + 1 } // 30\n`),
  'in a comment': (text, round) => text.replace('// What worker 1 does.', `// What worker 1 does, for the ${round}. time.`),
  'in a shared declaration': (text, round) => text.replace('safe: 0..3 = 0', `safe: 0..${3 + round} = 0`),
};

const uri = 'file:///bench/big.mmspec';

/** One server, and what a client of it needs. */
class Server {
  #buffer = Buffer.alloc(0);
  #waiting = new Map();
  #id = 0;
  version = 0;

  constructor({ folder }) {
    this.process = spawn(process.execPath, ['packages/cli/bin/mmspec.js', 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdout.on('data', (part) => this.#read(part));
  }

  #read(part) {
    this.#buffer = Buffer.concat([this.#buffer, part]);
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, head).toString())?.[1]);
      if (this.#buffer.length < head + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(head + 4, head + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(head + 4 + length);
      const key = message.method === 'textDocument/publishDiagnostics' ? `version ${message.params.version}` : message.method === undefined ? message.id : null;
      this.#waiting.get(key)?.(message);
      this.#waiting.delete(key);
    }
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #answer(key) {
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  ask(method, params) {
    const id = ++this.#id;
    const answer = this.#answer(id);
    this.#send({ id, method, params });
    return answer;
  }

  tell(method, params) {
    this.#send({ method, params });
  }

  async start() {
    await this.ask('initialize', { processId: null, rootUri: null, capabilities: {}, initializationOptions: { delay: 0 } });
    this.tell('initialized', {});
  }

  /** Opens the document or changes it, by the smallest edit as editors do, and waits for what is said of it. Gives CPU milliseconds. */
  async show(text) {
    const before = this.text;
    this.text = text;
    this.version += 1;
    const from = cpuOf(this.process.pid);
    const told = this.#answer(`version ${this.version}`);
    if (before === undefined) this.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'mmspec', version: this.version, text } });
    else this.tell('textDocument/didChange', { textDocument: { uri, version: this.version }, contentChanges: [change(before, text)] });
    const { params } = await told;
    return { cpu: cpuOf(this.process.pid) - from, diagnostics: params.diagnostics };
  }

  /** Resident memory in MB. */
  get resident() {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))?.[1]) / 1024;
  }

  stop() {
    this.process.kill();
  }
}

/** CPU milliseconds of all threads of a process. */
function cpuOf(pid) {
  let sum = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      sum += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // The thread has ended.
    }
  }
  return sum / 1e6;
}

function change(before, text) {
  let start = 0;
  while (start < before.length && before[start] === text[start]) start++;
  let tail = 0;
  while (tail < Math.min(before.length, text.length) - start && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const position = (offset) => {
    const lines = before.slice(0, offset).split('\n');
    return { line: lines.length - 1, character: lines.at(-1).length };
  };
  return { range: { start: position(start), end: position(before.length - tail) }, text: text.slice(start, text.length - tail) };
}

const warmUp = 20;

/** Medians of CPU milliseconds by build, for one size: opening, and an edit of each kind; and MB of memory after the edits. */
async function ofSize(builds, size, rounds) {
  const text = spec(size);
  const rows = [];
  const lines = text.split('\n').length;
  const opening = builds.map(() => []);
  for (let time = 0; time < 5; time++) {
    for (const [index, build] of builds.entries()) {
      const server = new Server(build);
      await server.start();
      opening[index].push((await server.show(text)).cpu);
      server.stop();
    }
  }
  rows.push({ lines, what: 'opening', figures: opening.map(median) });
  const grown = builds.map(() => 0);
  for (const [kind, edited] of Object.entries(kinds)) {
    const servers = builds.map((build) => new Server(build));
    const idle = [];
    for (const server of servers) {
      await server.start();
      idle.push(server.resident);
      await server.show(text);
    }
    const times = builds.map(() => []);
    for (let round = 1; round <= warmUp + rounds; round++) {
      const said = new Set();
      for (const [index, server] of servers.entries()) {
        const { cpu, diagnostics } = await server.show(edited(text, round));
        if (round > warmUp) times[index].push(cpu);
        said.add(JSON.stringify(diagnostics));
      }
      if (said.size > 1) throw new Error(`The builds say different things of an edit ${kind}, round ${round}: ${[...said].join('\n')}`);
    }
    rows.push({ lines, what: `edit ${kind}`, figures: times.map(median) });
    for (const [index, server] of servers.entries()) {
      grown[index] = Math.max(grown[index], server.resident - idle[index]);
      server.stop();
    }
  }
  rows.push({ lines, what: 'MB more than idle', figures: grown });
  return rows;
}

/** Rows of the table: for each size and question the figure of each build, and how many times less the present one takes. */
export async function editRows(builds, rounds, sizes) {
  const rows = [['lines', '', ...builds.map(({ name }) => name), ...(builds.length > 1 ? ['times less'] : [])]];
  for (const size of sizes) {
    for (const { lines, what, figures } of await ofSize(builds, size, rounds)) {
      const less = figures.length > 1 ? [`${(figures[0] / figures.at(-1)).toFixed(1)}x`] : [];
      rows.push([String(lines), what, ...figures.map((figure) => figure.toFixed(1)), ...less]);
      console.error(rows.at(-1).join('  '));
    }
  }
  return rows;
}
