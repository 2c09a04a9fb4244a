import type { Audit } from '@mmspec/system';
import { MessageType, type WorkDoneProgressReporter } from 'vscode-languageserver';
import { workOf } from '../check_work.ts';
import { snapshotFor, type Server } from '../state.ts';
import { refreshHints } from '../verdict_changes.ts';
import type { Answered, Question } from './answer.ts';

/** What a client may ask the server about a whole spec. */
export const serverAudit = 'mmspec.server.audit';
export const serverSuggest = 'mmspec.server.suggest';

/** The spec that is asked about, and of which of its checks; left out: of all. */
export interface QuestionCall {
  readonly uri: string;
  readonly names?: readonly string[] | null;
}

/** What came of a question, in a sentence; `why`: why there is no answer. */
export interface Told {
  readonly text: string;
  readonly why: string;
}

type Progress = Pick<WorkDoneProgressReporter, 'report'> | null;

/** What each part of a spec is good for; it is shown beside the parts as long as the texts are the same. */
export async function auditCommand(server: Server, call: QuestionCall, signal: AbortSignal, progress: Progress): Promise<Told> {
  const { answer, why, texts } = await asked(server, call, { kind: 'audit' }, signal, progress);
  if (answer?.kind !== 'audit') return told(server, { text: '', why });
  server.answers.keepAudit(texts, answer.audit);
  refreshHints(server);
  return told(server, { text: summaryOf(answer.audit), why });
}

/** Changes under which what is violated holds; they are code actions of the check as long as the texts are the same. */
export async function suggestCommand(server: Server, call: QuestionCall, signal: AbortSignal, progress: Progress): Promise<Told> {
  const { answer, why, texts } = await asked(server, call, { kind: 'suggest' }, signal, progress);
  if (answer?.kind !== 'suggest') return told(server, { text: '', why });
  server.answers.keepSuggestions(texts, answer.checks);
  const sentences = answer.checks.map(({ check, suggestions, reason }) => {
    if (reason !== '') return `${check}: ${reason}.`;
    const count = suggestions.length;
    return count === 0 ? `${check}: no change was found.` : `${check}: ${count === 1 ? 'a change' : `${count} changes`}, among the quick fixes of the check.`;
  });
  return told(server, { text: sentences.length === 0 ? 'No check expects a violation.' : sentences.join(' '), why });
}

/** What is different between two specs, as text. */
export async function differencesOf(server: Server, old: string, now: string, signal: AbortSignal): Promise<Told> {
  await server.workspace.settled(server.workspace.paths.pathOf(now));
  const after = snapshotFor(server, now);
  const { texts } = workOf(after, server.workspace.resolverOf(after.main.path), requestOf(server, null));
  const { answer, why } = await asked(server, { uri: old }, { kind: 'diff', now: texts }, signal, null);
  return { text: answer?.kind === 'diff' ? answer.text : '', why };
}

const requestOf = ({ settings: { memoryMax, workers } }: Server, names: readonly string[] | null) => ({ names, timeMax: null, memoryMax, workers });

interface Asked {
  readonly answer: Answered | undefined;
  readonly why: string;
  readonly texts: ReturnType<typeof workOf>['texts'];
}

async function asked(server: Server, { uri, names = null }: QuestionCall, question: Question, signal: AbortSignal, progress: Progress): Promise<Asked> {
  await server.workspace.settled(server.workspace.paths.pathOf(uri));
  const snapshot = snapshotFor(server, uri);
  const work = workOf(snapshot, server.workspace.resolverOf(snapshot.main.path), { ...requestOf(server, names), question });
  const { answer, why } = await server.run(work, signal, { onResult: () => undefined, onProgress: (text) => progress?.report(text) });
  return { answer: signal.aborted ? undefined : answer, why: signal.aborted ? 'It was cancelled.' : why, texts: work.texts };
}

/** An editor without commands of its own has nothing else that shows it. */
function told(server: Server, answer: Told): Told {
  const { text, why } = answer;
  if (!server.settings.lensCommands)
    void server.connection.sendNotification('window/showMessage', {
      type: why === '' ? MessageType.Info : MessageType.Warning,
      message: why === '' ? text : why,
    });
  return answer;
}

function summaryOf({ rows, score, complete }: Audit): string {
  const superfluous = rows.filter(({ verdict }) => verdict === 'superfluous').length;
  return `${rows.length} parts tried: some property notices ${score.noticed} of ${score.decided}, and ${superfluous === 0 ? 'none is' : `${superfluous} ${superfluous === 1 ? 'is' : 'are'}`} superfluous.${complete ? '' : ' Not all was tried.'}`;
}
