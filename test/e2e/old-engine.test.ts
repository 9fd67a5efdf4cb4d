import {afterAll, describe, expect, test} from 'vitest';
import {type Account, bareAccount, deepdive, removeAccounts} from './program.ts';

const OLD = ['--cluster', 'recording:docker-17'];
afterAll(removeAccounts);

/** What came of each step of a lesson that was played, and of its checks: `passed`, `waits` or `locked`. */
function outcomes(stdout: string): Readonly<Record<string, string>> {
  const steps = stdout.split(/^(?=Step \d+ of \d+: )/m).slice(1);
  return Object.fromEntries(
    steps.map(text => {
      const title = /^Step \d+ of \d+: ([^[]+) \[/.exec(text.replace(/\n(?=.*\])/, ' '))?.[1] ?? '';
      if (/^[^\]]*\[locked/.test(text)) return [title, 'locked'];
      const all = [...text.matchAll(/^(PASS|FAIL|WAIT|ERROR) ([\w-]+)(?::|,|\s\()/gm)].map(([, verdict, id]) => ({
        id,
        verdict,
      }));
      // A check that waited for a value is judged again once that is there.
      const last = all.filter((one, at) => one.verdict !== 'WAIT' || !all.slice(at + 1).some(({id}) => id === one.id));
      const told = last.map(({id, verdict}) => (verdict === 'PASS' ? id : `${id} ${verdict}`));
      return [title, told.join(', ')];
    }),
  );
}

/** The lessons with arms for engines of before 18.09, with all that the printed outputs of 2018 decide. */
const LESSONS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'interfaces-and-bridges',
    {
      'Look on the host': 'on-host',
      'Where the overlay lives': 'in-bridge',
      'The bridge, and a tool that lies': 'two-ports',
      'The first forwarding table': 'own-row, row-second, row-third, third-table WAIT',
    },
  ],
  [
    'overlay-forwarding',
    {
      'The network, before anything is on it': 'encrypted',
      'Two tasks, and a node that is left out': 'converged',
      'Where the VXLAN device lives now': 'in-bridge',
      'Follow the cables': 'overlay-cable, gw-cable',
      'Read the forwarding table': 'same-bridge, seen-row, own-row',
      'Five tasks: look again': 'every-other, old-row',
      'Find out alone: one more service': 'back-home, worker-row',
    },
  ],
  [
    'internal-load-balancing',
    {
      'A name, and two answers': 'five-servers',
      'A server that nobody installed': 'resolver-rule, to-ipvs',
      'Whose address is it?': 'marked-here',
      'The mark and the list': 'same-number, last-number',
      'Five connections': 'all-answered WAIT',
      'Beside it: no virtual IP': 'locked',
      'What it does without': 'locked',
      'Find out alone: a virtual IP after all': 'locked',
      'Tidy up': 'locked',
    },
  ],
  [
    'publishing-and-the-sandbox',
    {
      'The two legs': 'points-back, points-back-too',
      Publish: 'runs',
      'What that changed': 'all-answer WAIT',
      'Three interfaces': 'locked',
      'Three cables': 'locked',
      'Find out alone: a second door': 'locked',
      'Tidy up': 'locked',
    },
  ],
  [
    'routing-mesh',
    {
      'Publish a service': 'runs',
      'One port on every node': 'handed-on',
      'A namespace without a container': 'gate-found, gate-leg',
      'The mark': 'marked',
      'From the mark to the tasks': 'two-servers, in-turn',
      'Round robin, seen from outside': 'both-answer WAIT',
      'On the wire': 'locked',
      'Find out alone: one task more': 'locked',
    },
  ],
];

describe('on the recording of an engine of before 18.09', () => {
  test.each(LESSONS)('%s passes what was printed, and waits for what was not', async (lesson, expected) => {
    const {code, stdout, stderr} = await deepdive(bareAccount(), [lesson, '--plain', ...OLD]);
    expect(outcomes(stdout)).toEqual(expected);
    const waits = Object.values(expected).some(outcome => outcome.includes('WAIT'));
    expect(stderr).toBe('');
    expect(code).toBe(waits ? 3 : 0);
  });

  test('0x102 is 258, and 10.0.0.5 has the mark 0x100, which is 256', async () => {
    const mesh = (await deepdive(bareAccount(), ['routing-mesh', '--plain', ...OLD])).stdout;
    expect(mesh).toMatch(/The mark is 0x102\. Which number.*Answer: 258\n/s);
    const inside = (await deepdive(bareAccount(), ['internal-load-balancing', '--plain', ...OLD])).stdout;
    expect(inside).toMatch(/10\.0\.0\.5 has the mark 0x100\. Which FWM.*Answer: 256\n/s);
  });

  test('a student goes from one lesson to the next, each verb a start of its own', async () => {
    const account = bareAccount();
    const run = (...args: readonly string[]) => deepdive(account, [...args, ...OLD]);
    await run('show', 'overlay-forwarding/network');
    await work(account, ['run options', 'answer booked-vni 4098', 'next']);
    await work(account, ['run create-redis --yes', 'run container', 'next']);
    await work(account, ['run host-links', 'answer named-vni 4097', 'answer plain-mtu 1450', 'next']);
    await work(account, ['run task-links', 'run host-veths', 'next']);
    await work(account, ['run mac', 'run far-cable', 'run fdb', 'answer behind 02:42:0a:00:00:06', 'next']);
    expect(await run('run', 'worker', '--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Not recorded on swarm-01/),
    });
    await work(account, ['run five --yes', 'answer paths 4', 'next']);
    expect((await run('check')).stdout).toMatch(/^WAIT back-home/m);
    await work(account, ['run far-table', 'answer back-mac 02:42:0a:00:00:07']);
    expect((await run('list', '--width', '120')).stdout.match(/^overlay-forwarding\/\S+ +passed/gm)).toHaveLength(7);
    // The next lesson begins where this one left the swarm.
    expect((await run('show', 'internal-load-balancing')).stdout).toContain('Step 1 of 9');
    await work(account, ['run own-servers', 'answer whose-list 1']);
    expect((await run('check')).code).toBe(0);
  }, 120_000);

  test('a lesson for engines of today says why it is not for this one', async () => {
    const {stdout} = await deepdive(bareAccount(), ['show', 'scaling/start', ...OLD]);
    expect(stdout).toMatch(/\[unavailable: needs docker >=20\.10, here\sit\sis\s17\.10-18\.06\]/);
  });

  test('its progress is not that of the newest recording', async () => {
    const account = bareAccount();
    await deepdive(account, ['show', 'routing-mesh/publish', ...OLD]);
    await work(account, ['run containers']);
    expect((await deepdive(account, ['list', '--width', '120', ...OLD])).stdout).toMatch(
      /routing-mesh\/publish +passed/,
    );
    expect((await deepdive(account, ['list', '--width', '120', '--cluster', 'recording'])).stdout).toMatch(
      /routing-mesh\/publish +ready/,
    );
  });
});

/** Verbs that must all succeed. */
async function work(account: Account, verbs: readonly string[]): Promise<void> {
  for (const verb of verbs) {
    const done = await deepdive(account, [...verb.split(' '), ...OLD]);
    expect(done, verb).toMatchObject({code: 0});
  }
}
