import {type Frame, readFrames} from '../snapshot/frames.ts';
import {firstLine} from '../snapshot/outcome.ts';
import {type Family, familyOf} from './packages.ts';

/** What a node said about itself, command by command. */
export interface Look {
  readonly frames: ReadonlyMap<string, Frame>;
  readonly family: Family | undefined;
  readonly user: User | undefined;
  readonly tools: ReadonlyMap<string, Tool>;
}

interface User {
  readonly uid: number;
  readonly name: string;
  readonly groups: readonly string[];
  /** Whom sudo made root of, if it did. */
  readonly before: string;
}

/** `aside`: it is on the node, in a folder that PATH does not name. */
type Tool = {readonly kind: 'there'} | {readonly kind: 'aside'; readonly path: string} | {readonly kind: 'missing'};

/** Undefined when nothing could be read at all. */
export function readLook(stdout: string, stderr: string, nonce: string): Look | undefined {
  const frames = new Map(readFrames(stdout, stderr, nonce).map(frame => [frame.label, frame]));
  if (frames.size === 0) return undefined;
  return {
    frames,
    family: familyOf(frames.get('os')?.stdout ?? ''),
    user: readUser(frames.get('who')?.stdout ?? ''),
    tools: readTools(frames.get('tools')?.stdout ?? ''),
  };
}

function readUser(text: string): User | undefined {
  const [uid = '', name = '', groups = '', before = ''] = text.split('\n');
  if (!/^\d{1,10}$/.test(uid) || name === '') return undefined;
  return {uid: Number(uid), name, groups: groups.split(' '), before};
}

function readTools(text: string): ReadonlyMap<string, Tool> {
  const tools = new Map<string, Tool>();
  for (const line of text.split('\n')) {
    const [, said, name, path] = /^(yes|no) (\S+)(?: (\S+))?/.exec(line) ?? [];
    if (name === undefined) continue;
    const elsewhere: Tool = path === undefined ? {kind: 'missing'} : {kind: 'aside', path};
    tools.set(name, said === 'yes' ? {kind: 'there'} : elsewhere);
  }
  return tools;
}

/** Whether it is on the node at all. */
export function has({tools}: Look, tool: string): boolean {
  const found = tools.get(tool);
  return found !== undefined && found.kind !== 'missing';
}

/** How a command of the look ended: its first words of complaint, and what may be said where there is no frame. */
export function complaint(frame: Frame | undefined): string {
  if (frame === undefined) return 'it was not asked: the look broke off before';
  if (frame.exit === null || frame.exit === 124) return 'it did not answer in time';
  return firstLine(frame.stderr) || firstLine(frame.stdout) || `exit ${frame.exit}`;
}

/** A command for the node, as its user would have to type it. */
export function asRoot(command: string, {user}: Look): string {
  return user === undefined || user.uid === 0 ? command : `sudo ${command}`;
}
