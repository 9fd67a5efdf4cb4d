import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Item, Module, Run} from '../core/lesson.ts';
import type {Done, Session} from '../session/session.ts';
import type {SessionState} from '../session/state.ts';
import {Tail} from '../session/tail.ts';
import {runScreen} from '../ui/run-screen.tsx';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
}

const COLUMNS = 140;
const ROWS = 40;
const LINES_PER_SECOND = 5000;
const KEYS = 60;
/** Uneven to the tail's rate of 15 a second, so that keys fall into all parts of a frame. */
const BETWEEN_KEYS_MS = 47;

/** The first painted frame, and how long a key takes to the screen while a command prints 5,000 lines a second. */
export async function benchScreen(): Promise<readonly Figure[]> {
  const session = streamingSession();
  const terminal = new Sink();
  const stdin = new Keyboard();
  const started = performance.now();
  const ended = runScreen(session, {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
    env: {LANG: 'C.UTF-8'},
    lifecycle: new EventEmitter(),
    clock: Date.now,
    open: 'step',
    suspend: async () => undefined,
    interactive: async () => undefined,
  });
  const first = (await terminal.shows('▌')) - started;
  const stop = feed(session.live);
  await sleep(300);
  const waits: number[] = [];
  const from = {at: performance.now(), bytes: terminal.bytes};
  for (let n = 0; n < KEYS; n++) {
    // The check below the command takes the focus and gives it back; the output stays beside them.
    const pressed = performance.now();
    const seen = terminal.shows(n % 2 === 0 ? '▌ ○ WAIT' : '▌ $ tcpdump');
    stdin.write(n % 2 === 0 ? 'j' : 'k');
    waits.push((await seen) - pressed);
    await sleep(BETWEEN_KEYS_MS);
  }
  const rate = (terminal.bytes - from.bytes) / 1.024 / (performance.now() - from.at);
  stop();
  stdin.write('q');
  await ended;
  waits.sort((one, other) => one - other);
  const at = (share: number) => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN;
  return [
    {name: 'screen: first painted frame, modules loading', value: first, unit: 'ms'},
    {name: 'screen: key to screen, median, 5,000 lines/s', value: at(0.5), unit: 'ms', budget: 50},
    {name: 'screen: key to screen, p95, 5,000 lines/s', value: at(0.95), unit: 'ms'},
    {name: 'screen: written to the terminal while streaming', value: rate, unit: 'KiB/s'},
  ];
}

class Keyboard extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(on: boolean): this {
    this.isRaw = on;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

const STYLES = /\u001b\[[\d;]*m/g;

/** Takes what is painted and tells when a text was in it. */
class Sink extends EventEmitter {
  readonly columns = COLUMNS;
  readonly rows = ROWS;
  bytes = 0;
  #waiting: {readonly text: string; readonly tell: (at: number) => void} | undefined;

  write(text: string): boolean {
    this.bytes += text.length;
    if (this.#waiting !== undefined && text.replace(STYLES, '').includes(this.#waiting.text)) {
      this.#waiting.tell(performance.now());
      this.#waiting = undefined;
    }
    return true;
  }

  shows(text: string): Promise<number> {
    return new Promise(tell => {
      this.#waiting = {text, tell};
    });
  }
}

function feed(tail: Tail): () => void {
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) * LINES_PER_SECOND) / 1000);
    let text = '';
    for (; sent < due; sent++)
      text += `10:42:07.${sent} IP 10.77.0.11.45178 > 10.77.0.12.4789: VXLAN, vni 4097 seq ${sent}\n`;
    if (text !== '') tail.push(text);
  }, 10);
  return () => clearInterval(timer);
}

const at = {line: 1, column: 1};

const command: Run = {
  id: 'dump',
  line: 'tcpdump -ni eth0 udp port 4789',
  language: 'sh',
  on: [{kind: 'role', role: 'manager'}],
  stream: true,
  raw: false,
  timeoutMs: 60_000,
  exit: [0],
  captures: [],
  distinct: [],
  notes: [],
  at,
};

function lesson(): Module {
  const words =
    'The outer packet goes from VTEP to VTEP over `udp`, the inner frame **stays** as the container sent it. ';
  const check = (id: string): Item => ({
    kind: 'check',
    check: {id, use: 'cmd.output', with: {}, points: 1, else: {}, at},
  });
  const items: readonly Item[] = [
    {kind: 'prose', markdown: words.repeat(6), at},
    {kind: 'run', run: command},
    check('one'),
  ];
  const step = {id: 'watch', title: 'Watch the packets', after: [], items, hash: '', at};
  const needs = {lessons: [], tools: [], privilege: 'user'} as const;
  const only = {
    id: 'bench',
    title: 'Bench',
    version: '1',
    minutes: 1,
    file: '',
    needs,
    engine: {},
    unless: {},
    intro: [],
    steps: [step],
  };
  const nodes = [{id: 'swarm-01', role: 'manager'}] as const;
  return {
    id: 'bench',
    title: 'Bench',
    summary: '',
    language: 'en',
    version: '1',
    folder: '',
    hash: '',
    nodes,
    images: {},
    own: [],
    lessons: [only],
  };
}

/** A session whose one command streams; nothing else happens in it. */
function streamingSession(): Session & {readonly live: Tail} {
  const done: Done = {ok: true};
  const live = new Tail();
  const started = {node: 'swarm-01', line: command.line, edited: false, startedAt: 0};
  const state: SessionState = {
    module: lesson(),
    trusted: true,
    cluster: {
      name: 'bench',
      transport: 'recording',
      instance: '',
      nodes: [{id: 'swarm-01', role: 'manager', reached: 'yes', probed: {}}],
    },
    lesson: 'bench',
    step: 'watch',
    values: [],
    undoable: [],
    runs: {'bench/dump': {status: 'streaming', nodes: {'swarm-01': started}}},
    checks: {},
    quizzes: {},
    steps: {},
    asking: null,
    spent: {at: 0, steps: {}},
    look: null,
    catchingUp: null,
    notice: null,
  };
  return {
    live,
    state: () => state,
    subscribe: () => () => undefined,
    tail: () => live,
    go: () => done,
    next: () => done,
    back: () => done,
    run: async () => done,
    stop: () => undefined,
    check: async () => done,
    answer: () => done,
    expected: () => undefined,
    hint: () => done,
    solution: () => done,
    undo: async () => done,
    reply: async () => done,
    catchUp: async () => done,
    fill: () => ({line: command.line, missing: [], nodes: ['swarm-01']}),
    fillText: text => text,
    shell: () => undefined,
    probe: async () => undefined,
    reach: async () => done,
    agree: async () => done,
    recall: async () => undefined,
    look: async () => ({ok: true}),
    close: async () => undefined,
  };
}
