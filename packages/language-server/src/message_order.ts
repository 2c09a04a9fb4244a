import { ErrorCodes, Message, ResponseError, type Connection, type ConnectionOptions, type RequestMessage } from 'vscode-languageserver';
import { missingFrom } from './message_shape.ts';

/** Stands in for the method of a request that is not answered. */
const refused = 'mmspec/refused';

interface Refusal {
  readonly code: number;
  readonly why: string;
}

/**
 * Keeps a session to the order of the protocol: before `initialize` and after `shutdown` requests are refused with the code
 * that it names, notifications are dropped, and `exit` is heard at any time. So it goes with messages that lack what they must have.
 */
export function messageOrder(): ConnectionOptions {
  let stage: 'new' | 'begun' | 'over' = 'new';
  const refusalOf = ({ method, params }: RequestMessage): Refusal | null => {
    if (method === 'initialize') return stage === 'new' ? null : { code: ErrorCodes.InvalidRequest, why: 'The session has begun already.' };
    if (stage === 'new') return { code: ErrorCodes.ServerNotInitialized, why: 'The session begins with `initialize`.' };
    const missing = missingFrom(method, params);
    if (missing !== null && stage === 'begun') return { code: ErrorCodes.InvalidParams, why: `The parameters have no sound \`${missing}\`.` };
    return stage === 'over' ? { code: ErrorCodes.InvalidRequest, why: 'The session is over: nothing comes after `shutdown` but `exit`.' } : null;
  };
  return {
    messageStrategy: {
      handleMessage(message, next) {
        if (Message.isRequest(message)) {
          const refusal = refusalOf(message);
          if (refusal !== null) return next({ ...message, method: refused, params: { ...refusal } } as RequestMessage);
          if (message.method === 'initialize') stage = 'begun';
          if (message.method === 'shutdown') stage = 'over';
        } else if (Message.isNotification(message) && message.method !== 'exit') {
          if (stage !== 'begun' || missingFrom(message.method, message.params) !== null) return undefined;
        }
        return next(message);
      },
    },
  };
}

/** Answers what is refused. */
export function addRefusals(connection: Connection): void {
  connection.onRequest(refused, ({ code, why }: Refusal) => new ResponseError(code, why));
}
