import {expect, test} from 'vitest';
import {edit, problemsOf, read} from './example.ts';

const FENCE = '```sh {#fdb on=<home> parse=bridge.fdb}';
const RUN = '<!-- @run fdb\nbeside: mac\nready: listening on\n-->';

/** The lesson with a stream beside one of its commands. */
const PAIRED = edit(FENCE, FENCE.replace('}', ' stream}'), edit('<!-- @notes fdb', `${RUN}\n<!-- @notes fdb`));

test('a stream may listen beside a command of its step', async () => {
  const {lesson, problems} = await read(PAIRED);
  expect(problems).toEqual([]);
  const runs = lesson?.steps[1]?.items.flatMap(item => (item.kind === 'run' ? [item.run] : []));
  expect(runs?.find(run => run.id === 'fdb')).toMatchObject({beside: 'mac', ready: 'listening on', stream: true});
});

type Mistake = readonly [name: string, right: string, wrong: string, ...problems: string[]];

const MISTAKES: readonly Mistake[] = [
  ['a misspelt run', 'beside: mac', 'beside: mca', '57:9 beside: no run "mca"; did you mean "mac"?'],
  ['a misspelt key', 'beside: mac', 'besides: mac', '57:1 unknown key "besides"; did you mean "beside"?'],
  [
    'a run of another step',
    'beside: mac',
    'beside: create',
    '57:9 beside: run "create" stands in another step; expected one of mac, back',
  ],
  ['itself', 'beside: mac', 'beside: fdb', '57:9 beside: run fdb cannot be beside itself'],
  ['no run at all', 'beside: mac', 'beside:', '57:8 beside: expected text, found nothing'],
  ['a command that does not stream', ' stream}', '}', '57:1 beside: run fdb is no stream: add stream to its fence'],
  [
    'a stream to listen to',
    'parse=ip.addr}',
    'parse=ip.addr stream}',
    '57:9 beside: run "mac" is a stream itself, and has to end by itself',
  ],
  [
    'a change',
    'ready: listening on',
    'mutates: service/redis\nundo: "true"',
    '58:1 mutates: a run that listens beside another changes nothing itself',
  ],
  [
    'a word to wait for, and nothing that waits',
    'beside: mac\n',
    '',
    '57:1 ready without beside: nothing waits for this stream',
  ],
  [
    'a second listener',
    '<!-- @notes fdb',
    '```sh {#more on=<away> stream}\nbridge monitor fdb\n```\n<!-- @run more\nbeside: mac\n-->\n<!-- @notes fdb',
    '64:9 beside: run "mac" has fdb beside it already',
  ],
];

test.each(MISTAKES)('%s is told at its place', async (_, right, wrong, ...problems) => {
  expect(await problemsOf(edit(right, wrong, PAIRED))).toEqual(problems.map(problem => `m/fdb.md:${problem}`));
});

test('a command that is not there on every engine is told at its place', async () => {
  const arm = '<!-- @when {docker: ">=20.10"} -->\n```sh {#tick}\ntrue\n```\n<!-- @end -->\n';
  const text = edit('beside: mac', 'beside: tick', edit('<!-- @notes fdb', `${arm}<!-- @notes fdb`, PAIRED));
  expect(await problemsOf(text)).toEqual([
    'm/fdb.md:57:9 beside: run "tick" stands in an arm of @when that this one does not',
  ]);
});
