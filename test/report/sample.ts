import type {CheckResult, Result} from '../../src/core/result.ts';
import {scoreOf} from '../../src/grade/score.ts';

/** What breaks formats: markup, an escape, a bell, half a character, workflow commands, directives, cells of a table. */
export const NASTY =
  'cell ]]> & <script>alert(1)</script> \u001b[31mred\u001b[0m \u0007 \ud800 \ufffe\n::error::owned # SKIP \\ | `x` "q" \'s\' 100%, end';

const LONG = `first words ${'é'.repeat(50 * 1024)} last words`;

const SUITE_FILE = 'suites/swarm-net.yaml';

export function check(id: string, more: Partial<CheckResult> = {}): CheckResult {
  return {
    key: id,
    id,
    use: 'fdb.complete@1',
    part: 'overlay',
    title: `The check ${id}`,
    tags: [],
    status: 'pass',
    severity: 'scored',
    visibility: 'visible',
    trust: 'corroborated',
    points: {earned: 2, max: 2, waived: false},
    reason: '3 tasks of 3 are in the forwarding table of swarm-01',
    witnesses: [{fact: 'ns.fdb@swarm-01/1-abcdef', row: '02:42:0a:00:01:04 dst 10.77.0.12 self permanent'}],
    near: [],
    hints: [],
    evidence: ['ns.fdb@swarm-01/1-abcdef'],
    blockedBy: null,
    durationMs: 2.5,
    at: {file: SUITE_FILE, line: 41},
    ...more,
  };
}

const points = (earned: number | null, max: number, waived = false) => ({earned, max, waived});

/** One check for each way in which a check can stand. */
const CHECKS: readonly CheckResult[] = [
  check('seen', {tags: ['fdb', 'vxlan']}),
  check('partial', {
    title: 'Each task is in the forwarding table # of every node',
    status: 'fail',
    severity: 'required',
    points: points(1.33, 4),
    reason: NASTY,
    expected: {vtep: '10.77.0.12', mac: '02:42:0a:00:01:04'},
    actual: {vtep: '10.77.0.13', note: '<b>&"]]>'},
    witnesses: [],
    near: [{fact: 'ns.fdb@swarm-01/1-abcdef', row: '02:42:0a:00:01:04 dst 10.77.0.13 self <i>permanent</i>'}],
    hints: ['Look at `bridge fdb show` on <swarm-01>.'],
    at: {file: SUITE_FILE, line: 50},
  }),
  check('long', {
    status: 'fail',
    points: points(0, 1),
    reason: LONG,
    witnesses: [],
    at: {file: SUITE_FILE, line: 55},
  }),
  check('unreached', {
    part: 'ingress',
    use: 'ipvs.backends@2',
    status: 'error',
    points: points(null, 3),
    reason: 'could not look (unreachable): swarm-03: connection timed out',
    witnesses: [],
    evidence: [],
    at: {file: SUITE_FILE, line: 60},
  }),
  check('after-fail', {
    part: 'ingress',
    status: 'blocked',
    points: points(0, 1),
    reason: 'not looked at: partial comes first, and failed',
    blockedBy: 'partial',
    witnesses: [],
    at: {file: SUITE_FILE, line: 65},
  }),
  check('after-error', {
    part: 'ingress',
    status: 'blocked',
    points: points(null, 1),
    reason: 'not looked at: unreached comes first, and could not be looked at',
    blockedBy: 'unreached',
    witnesses: [],
    at: {file: SUITE_FILE, line: 70},
  }),
  check('essay', {
    part: 'ingress',
    use: 'manual',
    title: 'Why the mesh needs a mark',
    status: 'manual',
    points: points(null, 5),
    reason: null,
    witnesses: [],
    at: {file: SUITE_FILE, line: 75},
  }),
  check('excused', {
    part: 'ingress',
    status: 'skip',
    points: points(2, 2, true),
    reason: 'the lab had no IPv6 that day',
    witnesses: [],
    at: {file: SUITE_FILE, line: 80},
  }),
  check('secret-fact', {
    part: 'ingress',
    title: 'Nobody may know of this',
    visibility: 'hidden',
    status: 'fail',
    points: points(0, 2),
    reason: 'the hidden thing is missing',
    witnesses: [],
    at: {file: SUITE_FILE, line: 85},
  }),
  check('after-secret', {
    part: 'ingress',
    status: 'blocked',
    points: points(0, 1),
    reason: 'not looked at: secret-fact comes first, and failed',
    blockedBy: 'secret-fact',
    witnesses: [],
    at: {file: SUITE_FILE, line: 90},
  }),
  check('advice', {
    part: 'ingress',
    title: 'Limits are set',
    status: 'fail',
    severity: 'advisory',
    points: points(0, 0),
    reason: 'redis has no memory limit',
    witnesses: [],
    at: {file: SUITE_FILE, line: 95},
  }),
];

export function result(id: string, checks: readonly CheckResult[], more: Partial<Result> = {}): Result {
  return {
    schema: 'result/1',
    runId: 'run-2026-11-23',
    tool: {name: 'deepdive', version: '0.1.0'},
    startedAt: '2026-11-23T10:12:00.000Z',
    finishedAt: '2026-11-23T10:12:04.210Z',
    suite: {id: 'swarm-net', title: 'Swarm networking', version: '1.2', sha256: 'aa'.repeat(32)},
    mode: 'live',
    submission: {id, student: {id}, submittedAt: '2026-11-23T09:00:00Z', lateSeconds: 0, attempt: 1},
    targets: [
      {node: 'swarm-01', role: 'manager', reached: true, engine: 'docker 26.1.5', error: null},
      {node: 'swarm-02', role: 'worker', reached: true, engine: 'docker 26.1.5', error: null},
    ],
    planned: checks.length,
    evaluated: checks.filter(({status}) => status === 'pass' || status === 'fail').length,
    checks,
    score: scoreOf(checks, more.submission?.lateSeconds ?? 0, {perDay: 0.1, cap: 0.5}),
    evidence: {sha256: 'bb'.repeat(32), bytes: 123_456},
    warnings: [],
    ...more,
  };
}

const allPassed = CHECKS.map(each =>
  check(each.id, {
    ...each,
    status: 'pass',
    reason: 'seen',
    points: {...each.points, earned: each.points.max},
    blockedBy: null,
  }),
);

const nothing = CHECKS.map(each =>
  each.status === 'manual'
    ? each
    : check(each.id, {
        ...each,
        status: 'error',
        reason: 'the cluster could not be looked at',
        points: points(null, each.points.max),
      }),
);

/** Ana has one of each, the one named like a formula passed all but a day late, and Čeněk's cluster was not there. */
export const ANA = result('s01', CHECKS, {
  submission: {
    id: 's01',
    student: {id: 's01', name: 'O"Brien, Ana', email: 'ana@example.org'},
    submittedAt: '2026-11-23T09:00:00Z',
    lateSeconds: 0,
    attempt: 2,
  },
  targets: [
    {node: 'swarm-01', role: 'manager', reached: true, engine: 'docker 26.1.5', error: null},
    {node: 'swarm-03', role: 'worker', reached: false, engine: null, error: 'connection timed out'},
  ],
  warnings: ['swarm-03: <no> answer'],
});
export const LATE = result('s02', allPassed, {
  submission: {
    id: 's02',
    student: {id: 's02', name: '=1+1'},
    submittedAt: '2026-11-24T09:00:00Z',
    lateSeconds: 3700,
    attempt: 1,
  },
});
export const ABSENT = result('s03', nothing, {
  submission: {id: 's03', student: {id: 's03', name: 'Čeněk 王'}, submittedAt: null, lateSeconds: 0, attempt: 1},
  targets: [{node: 'swarm-01', role: 'manager', reached: false, engine: null, error: 'connection refused'}],
  evidence: null,
});

export const CLASS: readonly Result[] = [ANA, LATE, ABSENT];

/** Many submissions, which stand in every way. */
export function manyResults(count: number): readonly Result[] {
  return Array.from({length: count}, (_, index) => {
    const one = CLASS[index % 3 === 2 && index % 15 !== 2 ? 1 : index % 3]!;
    const id = `s${String(index + 1).padStart(3, '0')}`;
    const student = {
      id,
      name: `${['Ana', 'Bo', 'Chidi', 'Dagný', 'Émile'][index % 5]} ${'Example'.slice(0, 3 + (index % 5))}`,
    };
    return {...one, submission: {...one.submission, id, student}};
  });
}
