import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {formatProblem} from '../../src/core/problem.ts';
import {readRoster} from '../../src/grade/read-roster.ts';
import type {Roster} from '../../src/grade/roster.ts';
import {suiteOf} from './suite-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepdive-roster-'));
afterAll(() => rmSync(folder, {recursive: true}));

const suite = suiteOf(['id: net-there\nuse: net.exists\nwith: {network: vote}']);

async function read(
  name: string,
  text: string,
): Promise<{readonly roster?: Roster; readonly problems: readonly string[]}> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const found = await readRoster(file, suite);
  const problems = (found.kind === 'read' ? found.warnings : found.problems).map(one =>
    formatProblem(one).replace(`${file}:`, ''),
  );
  return found.kind === 'read' ? {roster: found.roster, problems} : {problems};
}

const YAML = `due: 2026-11-20T18:00:00Z
sshConfig: class/ssh_config
submissions:
  - {id: ada, name: Ada L., email: ada@example.org, submittedAt: 2026-11-20T17:00:00+01:00, cluster: lab-ada}
  - id: bob.2
    student: bob
    attempt: 2
    due: 2026-11-27T18:00:00Z
    nodes:
      swarm-01: {ssh: root@10.0.0.1, role: manager}
      swarm-02: {local: true, role: worker}
  - {id: cy, snapshot: evidence/cy.json.gz}
waivers:
  - {check: net-there, student: bob, justification: his disk was full, expires: 2026-12-01T00:00:00Z, run: false}
  - {check: net-there, student: "*", justification: the lab was down}
`;

test('a roster is read with all that it says, and with what it leaves out', async () => {
  const {roster, problems} = await read('class.yaml', YAML);
  expect(problems).toEqual([]);
  expect(roster?.submissions).toEqual([
    {
      id: 'ada',
      student: {id: 'ada', name: 'Ada L.', email: 'ada@example.org'},
      submittedAt: '2026-11-20T17:00:00+01:00',
      due: '2026-11-20T18:00:00Z',
      attempt: 1,
      where: {kind: 'cluster', name: 'lab-ada'},
    },
    {
      id: 'bob.2',
      student: {id: 'bob'},
      submittedAt: null,
      due: '2026-11-27T18:00:00Z',
      attempt: 2,
      where: {
        kind: 'nodes',
        nodes: [
          {id: 'swarm-01', role: 'manager', ssh: 'root@10.0.0.1'},
          {id: 'swarm-02', role: 'worker'},
        ],
        sshConfig: join(folder, 'class/ssh_config'),
      },
    },
    {
      id: 'cy',
      student: {id: 'cy'},
      submittedAt: null,
      due: '2026-11-20T18:00:00Z',
      attempt: 1,
      where: {kind: 'snapshot', file: join(folder, 'evidence/cy.json.gz')},
    },
  ]);
  expect(roster?.waivers).toEqual([
    {
      check: 'net-there',
      student: 'bob',
      justification: 'his disk was full',
      expires: '2026-12-01T00:00:00Z',
      run: false,
    },
    {check: 'net-there', student: '*', justification: 'the lab was down', expires: null, run: true},
  ]);
});

const one = (fields: string, more = '') => `submissions:\n  - {id: ada, ${fields}}\n${more}`;

test.each<[string, string, string]>([
  ['a wrong key', one('cluster: a, emial: x'), '2:27 submissions.0: unknown key "emial"; did you mean "email"?'],
  [
    'an id twice',
    `${one('cluster: a')}  - {id: Ada, cluster: b}\n`,
    '3:10 id: there is a submission Ada before this one already',
  ],
  [
    'no place',
    'submissions:\n  - {id: ada}\n',
    '2:5 expected exactly one of cluster (a name), nodes (hosts) and snapshot (a file)',
  ],
  [
    'two places',
    one('cluster: a, snapshot: b'),
    '2:5 expected exactly one of cluster (a name), nodes (hosts) and snapshot (a file)',
  ],
  [
    'a node without a host',
    one('nodes: {n: {role: manager}}'),
    '2:22 nodes.n: expected a host, {ssh: user@host, role: …} or {local: true, role: …}',
  ],
  ['nodes without a manager', one('nodes: {n: {ssh: h, role: worker}}'), '2:22 nodes: one at least must be a manager'],
  [
    'a host that ssh would take for an option',
    one('nodes: {n: {ssh: -oProxyCommand=x, role: manager}}'),
    '2:32 submissions.0.nodes.n.ssh: expected a host as one gives it to ssh, such as user@10.0.0.1, found "-oProxyCommand=x"',
  ],
  [
    'a host with a port, which ssh takes for a name',
    one('nodes: {n: {ssh: "h:22", role: manager}}'),
    '2:32 submissions.0.nodes.n.ssh: ssh takes a port in another form: write ssh://h:22',
  ],
  [
    'an id that leads out of its folder',
    'submissions: [{id: ../x, cluster: a}]\n',
    '1:20 submissions.0.id: expected a name of letters, digits and . _ @ + -, found "../x"',
  ],
  [
    'an id that is the name of a file of the run',
    'submissions: [{id: run.json, cluster: a}]\n',
    '1:20 submissions.0.id: a run has a file of that name already, found "run.json"',
  ],
  [
    'a time without a zone',
    one('cluster: a, submittedAt: 2026-11-20'),
    '2:40 submissions.0.submittedAt: expected a time with its zone such as 2026-11-20T18:00:00Z, found "2026-11-20"',
  ],
  [
    'a waiver for no check',
    one('cluster: a', 'waivers: [{check: net-ther, student: ada, justification: j}]\n'),
    '3:19 check: the suite has no check "net-ther"; did you mean "net-there"?',
  ],
  [
    'a waiver for nobody',
    one('cluster: a', 'waivers: [{check: net-there, student: aad, justification: j}]\n'),
    '3:39 student: nobody is called "aad" here; did you mean "ada"?',
  ],
  ['nobody', 'submissions: []\n', '1:14 submissions: must not be empty'],
])('of a YAML roster, %s is told with its place', async (_, text, problem) => {
  expect((await read('wrong.yaml', text)).problems).toEqual([problem]);
});

test('two students on one machine are warned of, and not two attempts of one', async () => {
  const nodes = '{one: {ssh: h, role: manager}}';
  const {roster, problems} = await read(
    'same.yaml',
    `submissions:
  - {id: ada, nodes: ${nodes}}
  - {id: ada.2, student: ada, attempt: 2, nodes: ${nodes}}
  - {id: bob, nodes: ${nodes}}
  - {id: cy, snapshot: c.json}
  - {id: di, cluster: lab}
`,
  );
  expect(roster?.submissions).toHaveLength(5);
  expect(problems).toEqual(['4:22 warning: nodes: h is that of ada as well']);
  const csv = await read('same.csv', 'id,managers,snapshot\nada,h,\nbob,g h,\ncy,,c.json\ndi,,c.json\n');
  expect(csv.problems).toEqual([
    '3:5 warning: nodes: h is that of ada as well',
    `5:5 warning: snapshot: ${join(folder, 'c.json')} is that of cy as well`,
  ]);
});

test('an id that stands twice is told at its place, whatever is wrong before it', async () => {
  const {problems} = await read(
    'twice.yaml',
    'submissions:\n  - {id: ada}\n  - {id: bob, cluster: a}\n  - {id: bob, cluster: b}\n',
  );
  expect(problems[1]).toBe('4:10 id: there is a submission bob before this one already');
});

describe('CSV', () => {
  test('a row is a submission; hosts are numbered, managers first', async () => {
    const text =
      'id,name,email,submittedAt,attempt,due,managers,workers,snapshot\r\n' +
      'ada,"Lovelace, Ada",ada@example.org,2026-11-20T17:00:00Z,2,2026-11-20T18:00:00Z,root@10.0.0.1,root@10.0.0.2 root@10.0.0.3,\r\n' +
      '\r\n' +
      'cy,,,,,,,,"a ""b"".json"\r\n';
    const {roster, problems} = await read('class.csv', text);
    expect(problems).toEqual([]);
    expect(roster?.submissions).toEqual([
      {
        id: 'ada',
        student: {id: 'ada', name: 'Lovelace, Ada', email: 'ada@example.org'},
        submittedAt: '2026-11-20T17:00:00Z',
        due: '2026-11-20T18:00:00Z',
        attempt: 2,
        where: {
          kind: 'nodes',
          nodes: [
            {id: 'swarm-01', role: 'manager', ssh: 'root@10.0.0.1'},
            {id: 'swarm-02', role: 'worker', ssh: 'root@10.0.0.2'},
            {id: 'swarm-03', role: 'worker', ssh: 'root@10.0.0.3'},
          ],
        },
      },
      {
        id: 'cy',
        student: {id: 'cy'},
        submittedAt: null,
        due: null,
        attempt: 1,
        where: {kind: 'snapshot', file: join(folder, 'a "b".json')},
      },
    ]);
  });

  test.each<[string, string, string]>([
    ['an unknown column', 'id,clustr\nada,a\n', '1:4 unknown column "clustr"; did you mean "cluster"?'],
    ['a column twice', 'id,cluster,id\nada,a,b\n', '1:12 the column "id" stands here a second time'],
    ['a missing id', 'id,cluster\nada,a\n,b\n', '3:1 missing id'],
    [
      'an id twice',
      'name,id,cluster\n"a, b",ada,a\n"c, d",ada,b\n',
      '3:8 id: there is a submission ada before this one already',
    ],
    [
      'a missing host',
      'id,cluster\nada,\n',
      '2:1 expected exactly one of cluster (a name), nodes (hosts) and snapshot (a file)',
    ],
    ['workers only', 'id,managers,workers\nada,,h\n', '2:5 nodes: one at least must be a manager'],
    [
      'a wrong host',
      'id,managers\nada,-v\n',
      '2:5 nodes: expected a host as one gives it to ssh, such as user@10.0.0.1, found "-v"',
    ],
    ['a wrong number', 'id,attempt,cluster\nada,two,a\n', '2:5 attempt: expected a whole number from 1, found "two"'],
    [
      'another number of fields',
      'id,cluster\nada,a\nbob\n',
      '3:1 CSV: this line has 1 fields where the first has 2: a quote or a delimiter is missing, or one too many',
    ],
    ['a quote that stays open', 'id,cluster\nada,"a\n', '2:1 CSV: a quote is not closed'],
    ['a line of names alone', 'id,cluster\n', '1:1 expected a line of column names, and a line for each submission'],
  ])('%s is told with its place', async (_, text, problem) => {
    expect((await read('wrong.csv', text)).problems).toEqual([problem]);
  });

  test.each([';', '\t'])('the columns may be parted by %j', async delimiter => {
    const text = ['id,name,cluster', 'ada,"Lovelace, Ada",a', '"b",,'].join('\n').replace(/,(?! )/g, delimiter);
    const {problems} = await read('class.csv', `${text}\n`);
    expect(problems).toEqual(['3:1 expected exactly one of cluster (a name), nodes (hosts) and snapshot (a file)']);
    const wrong = await read('class.csv', `${text.replace(`"b"${delimiter}`, `b${delimiter}"x${delimiter}\ny"`)}\n`);
    expect(wrong.problems[0]).toMatch(/^3:3 name: /);
    const {roster} = await read('class.csv', `${text}x\n`);
    expect(roster?.submissions.map(({student}) => student.name)).toEqual(['Lovelace, Ada', undefined]);
  });

  test('a name on two lines does not shift the places after it', async () => {
    const {problems} = await read('wrong.csv', 'id,name,cluster\n"a","x\ny",c\n\nb,,\n');
    expect(problems[0]).toMatch(/^2:5 name: expected text without control characters/);
    expect(problems[1]).toMatch(/^5:1 expected exactly one of/);
  });
});

const MANY = 10_000;

test('ten thousand rows are read at once', async () => {
  const rows = Array.from(
    {length: MANY},
    (_, nth) => `s${nth},Name ${nth},s${nth}@example.org,2026-11-20T17:00:00Z,root@10.0.0.${nth % 250},`,
  );
  await read('warm.csv', `id,name,email,submittedAt,managers,workers\n${rows.slice(0, 100).join('\n')}\n`);
  const before = process.cpuUsage();
  const {roster} = await read('many.csv', `id,name,email,submittedAt,managers,workers\n${rows.join('\n')}\n`);
  const {user} = process.cpuUsage(before);
  expect(roster?.submissions).toHaveLength(MANY);
  // Microseconds of the processor, for the machine may be busy with other things.
  expect(user).toBeLessThan(1_500_000);
});
