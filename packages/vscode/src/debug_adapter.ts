import { debugHost, debugSession, type DebugMessage, type DebugRequest, type DebugSession } from '@mmspec/language-server';
import * as vscode from 'vscode';

/** Lets a spec be stepped: the adapter runs in the extension, on the texts of the disk. */
export function debugAdapter(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('mmspec', {
      resolveDebugConfiguration(_, configuration) {
        const document = vscode.window.activeTextEditor?.document;
        if (configuration.type !== undefined && configuration.type !== '') return configuration;
        return document?.languageId === 'mmspec' ? { type: 'mmspec', request: 'launch', name: 'Step this spec', program: document.fileName } : undefined;
      },
    }),
    vscode.debug.registerDebugAdapterDescriptorFactory('mmspec', {
      createDebugAdapterDescriptor: () => (vscode.workspace.isTrusted ? new vscode.DebugAdapterInlineImplementation(new InlineAdapter()) : undefined),
    }),
  );
}

/** Guards the numbering of what is sent. */
class InlineAdapter implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  private readonly session: DebugSession = debugSession(debugHost((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)));
  private count = 0;
  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage> = this.sent.event;

  private before: Promise<void> = Promise.resolve();

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.before = this.before.then(async () => {
      for (const answer of await this.answers(message as DebugRequest)) this.sent.fire({ ...answer, seq: ++this.count } as vscode.DebugProtocolMessage);
    });
  }

  /** A fault of mmspec's own ends the request, not the session. */
  private async answers(request: DebugRequest): Promise<DebugMessage[]> {
    try {
      return await this.session.handle(request);
    } catch (error) {
      return [{ type: 'response', request_seq: request.seq, command: request.command, success: false, message: `mmspec failed: ${error instanceof Error ? error.message : String(error)}` }];
    }
  }

  dispose(): void {
    this.sent.dispose();
  }
}
