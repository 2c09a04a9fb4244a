import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

type Position = Parameters<BaseLanguageClient['protocol2CodeConverter']['asPosition']>[0];
type Location = Parameters<BaseLanguageClient['protocol2CodeConverter']['asLocation']>[0];

/** Shows the places that a lens has counted. */
export async function showReferences({ protocol2CodeConverter: from }: BaseLanguageClient, uri: unknown, position: unknown, locations: unknown): Promise<void> {
  if (typeof uri !== 'string' || !Array.isArray(locations)) return;
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    from.asPosition(position as Position),
    locations.map((location) => from.asLocation(location as Location)),
  );
}
