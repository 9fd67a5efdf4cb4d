import {createHash, generateKeyPairSync} from 'node:crypto';
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Class, makeClass, runsIn} from '../grade/class.ts';
import {type Account, deepdive, newFolder, removeAccounts, shellAccount} from './program.ts';

let account: Account;
let made: Class;
/** Signed by the first of the keys. */
let signed: string;
const keys: {readonly own: string; readonly open: string}[] = [];

function keyPair() {
  const folder = newFolder();
  const {privateKey, publicKey} = generateKeyPairSync('ed25519');
  const [own, open] = [join(folder, 'key.pem'), join(folder, 'key.pub')];
  writeFileSync(own, privateKey.export({type: 'pkcs8', format: 'pem'}));
  writeFileSync(open, publicKey.export({type: 'spki', format: 'pem'}));
  return {own, open};
}

const regrade = (run: string, ...more: readonly string[]) =>
  deepdive(account, ['regrade', run, '--out', newFolder(), ...more]);

function copyOf(run: string): string {
  const copy = join(newFolder(), 'run');
  cpSync(run, copy, {recursive: true});
  return copy;
}

const journalOf = (run: string) => readFileSync(join(run, 'journal.ndjson'), 'utf8').trimEnd().split('\n');

/** The run with another journal. */
function withJournal(lines: readonly string[]): string {
  const run = copyOf(signed);
  writeFileSync(join(run, 'journal.ndjson'), lines.map(line => `${line}\n`).join(''));
  return run;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The lines chained anew, as one does who has read how. */
function rechained(lines: readonly string[]): readonly string[] {
  let prev = '0'.repeat(64);
  return lines.map(line => {
    const {prev: _, ...entry} = JSON.parse(line);
    const linked = JSON.stringify({...entry, prev});
    prev = sha256(linked);
    return linked;
  });
}

beforeAll(async () => {
  account = shellAccount();
  keys.push(keyPair(), keyPair());
  made = makeClass(newFolder(), 4);
  await deepdive(account, [
    ...['grade', made.suite, '--roster', made.roster, '--out', made.out],
    ...['--sign', keys[0]!.own],
  ]);
  signed = runsIn(made.out)[0]!;
}, 120_000);
afterAll(removeAccounts, 120_000);

test('a signed run is graded again under the key that signed it', async () => {
  expect((await regrade(signed, '--verify-key', keys[0]!.open)).code).toBe(1);
  expect(journalOf(signed).at(-1)).toMatch(
    /^{"kind":"signature","key":"[0-9a-f]{64}","signature":"[A-Za-z0-9+/]{86}=="/,
  );
});

test('the key of somebody else is refused, and a run that nobody signed', async () => {
  const other = await regrade(signed, '--verify-key', keys[1]!.open);
  expect(other).toMatchObject({code: 5, stderr: expect.stringContaining('signed by another key')});
  const unsigned = await regrade(withJournal(journalOf(signed).slice(0, -1)), '--verify-key', keys[0]!.open);
  expect(unsigned).toMatchObject({code: 5, stderr: expect.stringContaining('it is not signed')});
});

describe('a journal', () => {
  test.each<[string, (lines: string[]) => readonly string[], RegExp]>([
    ['with a line left out', lines => lines.toSpliced(2, 1), /line 3 does not follow/],
    ['with two lines exchanged', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest], /line 2 does not follow/],
    ['with a line from elsewhere', lines => lines.toSpliced(2, 0, lines[1]!), /line 3 does not follow/],
    ['with a line that is none', lines => lines.toSpliced(2, 0, '{"kind":"done"}'), /line 3 is no entry/],
  ])('%s is damaged, key or no key', async (_, change, says) => {
    const {code, stderr} = await regrade(withJournal(change(journalOf(signed))));
    expect([code, stderr]).toEqual([5, expect.stringMatching(says)]);
  });

  test('that was cut off and chained anew is told from what was signed', async () => {
    const lines = journalOf(signed);
    const cut = withJournal(rechained(lines.toSpliced(-3, 1)));
    // By itself it is a chain.
    expect((await regrade(cut)).code).toBe(3);
    const {code, stderr} = await regrade(cut, '--verify-key', keys[0]!.open);
    expect([code, stderr]).toEqual([5, expect.stringContaining('its signature does not hold')]);
  });

  test('is signed by the person who changes a total, or not signed any more', async () => {
    const run = copyOf(signed);
    const set = ['override', run, 's1', '--total', '3', '--why', 'seen', '--by', 'ada'];
    await deepdive(account, set);
    const {code, stderr} = await regrade(run, '--verify-key', keys[0]!.open);
    expect([code, stderr]).toEqual([5, expect.stringMatching(/entries were added after it was signed/)]);
    await deepdive(account, [...set, '--sign', keys[1]!.own]);
    expect((await regrade(run, '--verify-key', keys[1]!.open)).code).toBe(1);
  });
});

test.each<[string, () => string, string]>([
  ['is not there', () => join(newFolder(), 'none.pem'), 'expected a private key in PEM'],
  ['is no key', () => made.suite, 'expected a private key in PEM'],
  [
    'is of another kind',
    () => {
      const file = join(newFolder(), 'rsa.pem');
      const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
      writeFileSync(file, privateKey.export({type: 'pkcs8', format: 'pem'}));
      return file;
    },
    'expected an Ed25519 key, found rsa',
  ],
])('a key that %s is refused before anything is graded', async (_, file, says) => {
  const out = join(newFolder(), 'runs');
  const graded = await deepdive(account, [
    ...['grade', made.suite, '--roster', made.roster, '--out', out],
    ...['--sign', file()],
  ]);
  expect(graded).toMatchObject({code: 2, stderr: expect.stringContaining(says)});
});
