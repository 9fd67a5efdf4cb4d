import type {Snapshot} from '../../src/core/facts.ts';
import type {Value} from '../../src/core/progress.ts';
import {holeName, parseTemplate} from '../../src/core/template.ts';
import {hiddenIn, runsIn} from '../../src/session/items.ts';
import type {Done, RunRequest, Session} from '../../src/session/session.ts';
import type {CheckState, NodeRun, RunResult, SessionState, StepProgress} from '../../src/session/state.ts';
import {lessonOf, stepOf} from '../../src/session/state.ts';
import {Tail} from '../../src/session/tail.ts';
import {sampleModule} from './sample-lesson.ts';

const OK: Done = {ok: true};
const fresh: StepProgress = {status: 'ready', reason: '', hints: 0, solutionShown: false};

export const sampleValues: readonly Value[] = [
  {name: 'home', node: null, type: 'node', value: 'swarm-01', from: 'overlay/where', at: 0},
  {name: 'away', node: null, type: 'node', value: 'swarm-02', from: 'overlay/where', at: 0},
  {name: 'mac@away', node: 'swarm-02', type: 'mac', value: '02:42:0a:00:02:09', from: 'overlay/mac', at: 0},
];

export function sampleState(change: Partial<SessionState> = {}): SessionState {
  return {
    module: sampleModule,
    cluster: {
      name: 'recording',
      transport: 'recording',
      badge: 'RECORDED docker 26.1',
      instance: '',
      nodes: sampleModule.nodes.map(node => ({...node, reached: 'unknown', probed: {}})),
    },
    trusted: true,
    lesson: 'overlay',
    step: 'launch',
    values: [],
    runs: {},
    undoable: [],
    checks: {},
    quizzes: {},
    spent: {at: 0, steps: {}},
    look: null,
    steps: {
      'overlay/launch': fresh,
      'overlay/fdb': {...fresh, status: 'locked', reason: 'finish “Launch a service on the overlay” first'},
      'overlay/watch': {...fresh, status: 'locked', reason: 'finish “Read the forwarding table” first'},
      'mesh/publish': fresh,
    },
    asking: null,
    catchingUp: null,
    notice: null,
    ...change,
  };
}

export function result(stdout: string, more: Partial<RunResult> = {}): RunResult {
  return {end: {kind: 'exited', code: 0}, ok: true, stdout, stderr: '', bytes: stdout.length, durationMs: 312, ...more};
}

export function nodeRun(node: string, line: string, done?: RunResult, previous?: RunResult): NodeRun {
  const at = new Date(2026, 0, 5, 10, 42, 7).getTime();
  return {node, line, edited: false, startedAt: at, ...(done && {result: done}), ...(previous && {previous})};
}

export function checkState(change: Partial<CheckState>): CheckState {
  const at = new Date(2026, 0, 5, 10, 42, 9).getTime();
  return {status: 'wait', reason: '', points: 0, maxPoints: 1, at, witnesses: [], near: [], fails: 0, ...change};
}

/**
 * A session for tests of drawing and of keys: its state is set by hand, verbs are written down. A run asks when it
 * mutates and else answers `outputs[id]` at once; a stream runs until it is stopped.
 */
export class FakeSession implements Session {
  calls: string[] = [];
  outputs: {[run: string]: string; where?: string} = {};
  tails = new Map<string, Tail>();
  /** What a look at the nodes finds. */
  seen: Snapshot | undefined;
  #state: SessionState;
  #listeners = new Set<() => void>();
  #ends: (() => void)[] = [];

  constructor(state: SessionState = sampleState()) {
    this.#state = state;
  }

  set(change: Partial<SessionState>): void {
    this.#state = {...this.#state, ...change};
    for (const listener of this.#listeners) listener();
  }

  state() {
    return this.#state;
  }

  subscribe(listener: () => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tail(run: string, node: string) {
    return this.tails.get(`${run}@${node}`);
  }

  go(lesson: string, step?: string): Done {
    this.calls.push(`go ${lesson} ${step ?? ''}`.trim());
    this.set({lesson, step: step ?? lessonOf(this.#state, lesson).steps[0]!.id});
    return OK;
  }

  next() {
    return this.#move(1);
  }

  back() {
    return this.#move(-1);
  }

  #move(by: number): Done {
    const {steps, id} = lessonOf(this.#state);
    const to = steps[steps.findIndex(step => step.id === this.#state.step) + by];
    return to === undefined ? {ok: false, message: 'no step there'} : this.go(id, to.id);
  }

  async run(id: string, request: RunRequest = {}): Promise<Done> {
    this.calls.push(`run ${id} ${JSON.stringify(request)}`);
    const run = runsIn(stepOf(this.#state).items).find(one => one.id === id)!;
    const filled = this.fill(id);
    const nodes = request.on ?? filled.nodes;
    if (run.mutates !== undefined && !request.confirmed) {
      this.set({
        asking: {kind: 'confirm-run', run: id, nodes, line: filled.line, mutates: run.mutates, undo: run.undo!},
      });
      return OK;
    }
    const runs = (end?: RunResult) =>
      Object.fromEntries(nodes.map(node => [node, nodeRun(node, request.line ?? filled.line, end)]));
    const put = (status: 'streaming' | 'done' | 'stopped', end?: RunResult) =>
      this.set({runs: {...this.#state.runs, [`${this.#state.lesson}/${id}`]: {status, nodes: runs(end)}}});
    if (run.stream) {
      for (const node of nodes) this.tails.set(`${id}@${node}`, new Tail());
      put('streaming');
      await new Promise<void>(resolve => this.#ends.push(resolve));
      put('stopped', result('', {end: {kind: 'stopped'}}));
      return OK;
    }
    put('done', result(this.outputs[id] ?? `output of ${id}\n`));
    return OK;
  }

  stop(how: 'interrupt' | 'kill') {
    this.calls.push(`stop ${how}`);
    for (const end of this.#ends.splice(0)) end();
  }

  async check(id?: string): Promise<Done> {
    this.calls.push(`check ${id ?? ''}`.trim());
    return OK;
  }

  answer(quiz: string, text: string): Done {
    this.calls.push(`answer ${quiz} ${text}`);
    const right = text === '4789';
    const said = right ? '' : 'look at the filter of the command';
    const standing = {tries: 1, right, last: text, said, points: right ? 1 : 0};
    this.set({quizzes: {...this.#state.quizzes, [`${this.#state.lesson}/${quiz}`]: standing}});
    return OK;
  }

  expected() {
    return undefined;
  }

  hint(): Done {
    this.calls.push('hint');
    return this.#progress(now => ({...now, hints: now.hints + 1}));
  }

  solution(confirmed = false): Done {
    this.calls.push('solution');
    if (!confirmed) this.set({asking: {kind: 'confirm-solution', step: this.#state.step}});
    else return this.#progress(now => ({...now, solutionShown: true}));
    return OK;
  }

  #progress(change: (now: StepProgress) => StepProgress): Done {
    const id = `${this.#state.lesson}/${this.#state.step}`;
    this.set({steps: {...this.#state.steps, [id]: change(this.#state.steps[id] ?? fresh)}});
    return OK;
  }

  async undo(): Promise<Done> {
    this.calls.push('undo');
    const lines = [{node: 'swarm-01', line: 'docker service rm redis'}];
    this.set({asking: {kind: 'confirm-undo', step: this.#state.step, lines}});
    return OK;
  }

  async reply(answer: boolean | string): Promise<Done> {
    this.calls.push(`reply ${answer}`);
    const {asking} = this.#state;
    this.set({asking: null});
    if (answer === true && asking?.kind === 'confirm-run') return this.run(asking.run, {confirmed: true});
    if (answer === true && asking?.kind === 'confirm-solution') return this.solution(true);
    return OK;
  }

  async catchUp(lesson: string, step: string): Promise<Done> {
    this.calls.push(`catchUp ${lesson} ${step}`);
    return OK;
  }

  fill(named: string) {
    const [lesson, id] = named.includes('/') ? named.split('/') : [this.#state.lesson, named];
    const steps = lessonOf(this.#state, lesson).steps;
    const run = steps
      .flatMap(step => [...runsIn(step.items), ...hiddenIn(step.items, 'solution').flatMap(one => runsIn(one.items))])
      .find(one => one.id === id)!;
    const nodes = run.on.flatMap(target => {
      if (target.kind === 'role') return ['swarm-01'];
      const value = target.kind === 'capture' ? this.#value(target.name) : undefined;
      return value === undefined ? [] : [value];
    });
    const line = this.fillText(run.line);
    const missing = parseTemplate(line).flatMap(part => (part.kind === 'hole' ? [holeName(part)] : []));
    return {line, missing, nodes};
  }

  fillText(text: string) {
    return parseTemplate(text)
      .map(part => (part.kind === 'text' ? part.text : (this.#value(holeName(part)) ?? `<${holeName(part)}>`)))
      .join('');
  }

  #value(name: string): string | undefined {
    if (name === 'image.redis') return 'redis:7';
    return this.#state.values.find(value => value.name === name)?.value;
  }

  shell(node: string) {
    return this.#state.cluster.transport === 'recording' ? undefined : ['sh', '-c', `echo shell on ${node}`];
  }

  async recall() {}

  async look(): Promise<Done> {
    this.calls.push('look');
    if (this.seen === undefined) return {ok: false, message: 'the recording cannot answer: nothing is there'};
    this.set({look: {snapshot: this.seen, isOld: false}});
    return OK;
  }

  async probe() {
    this.calls.push('probe');
  }

  async reach(): Promise<Done> {
    await this.probe();
    return OK;
  }

  async agree(): Promise<Done> {
    return OK;
  }

  async close() {}
}
