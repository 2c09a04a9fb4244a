export { serveChecks } from './check_thread.ts';
export { debugHost } from './debug_host.ts';
export { debugSession } from './debug_session.ts';
export type { DebugHost, DebugMessage, DebugRequest, DebugSession } from './debug_session.ts';
export { disk } from './disk.ts';
export type { Host } from './host.ts';
export { serve } from './server.ts';
export { serveProcess } from './serve_process.ts';
export type { RunResult } from './run.ts';
