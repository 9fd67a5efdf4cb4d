import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {bareAccount, deepdive, journalOf, readEntries, removeAccounts, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT} from './terminal.ts';

const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || existsSync('/usr/bin/tmux');
afterAll(removeAccounts);

describe.skipIf(!HAS_TMUX)('where to work', () => {
  test('is chosen at the first start, and later with C from within a lesson; the next start asks nothing', async () => {
    const account = shellAccount();
    const terminal = await openTerminal(account, 80, 24);
    try {
      await terminal.type(`clear; ${PROGRAM}`);
      const first = await terminal.shows('recorded: docker 17.10');
      expect(first).toMatch(/recorded +✔ you are here +0\/\d+ steps/);
      expect(first).toMatch(/^ +lab +(?:○ not running|✘ not usable)/m);
      await terminal.press('Escape');
      await terminal.shows('Before the swarm');
      await terminal.press('Enter');
      await terminal.shows('step 1/5');
      await terminal.press('C');
      await terminal.shows('recorded: docker 17.10');
      await terminal.press('Down', 'Enter');
      await terminal.shows(/Before the swarm.*RECORDED docker 1/);
      expect(await terminal.tell('#{alternate_on}')).toBe('1');
      expect(await terminal.screen()).toContain('step 1/5');
      await terminal.press('q');
      await terminal.shows(PROMPT);
      expect(await terminal.screen()).toContain('go on with: deepdive --cluster recording:docker-17.10-18.06');
      const journal = journalOf(account, 'swarm-networking', 'recording:docker-17.10-18.06');
      expect(readEntries(journal).map(({kind}) => kind)).toEqual(['opened', 'moved']);
      await terminal.type(`clear; ${PROGRAM}`);
      await terminal.shows('Enter open');
      expect(await terminal.screen()).not.toContain('Where do you want to work?');
      await terminal.press('q');
    } finally {
      await terminal.close();
    }
  }, 60_000);
});

test.each([40, 100])(
  'in plain words at %i columns each is listed with what it needs, and nothing is opened',
  async width => {
    const account = bareAccount();
    mkdirSync(join(account.env.XDG_CONFIG_HOME!, 'deepdive'));
    writeFileSync(join(account.env.XDG_CONFIG_HOME!, 'deepdive/clusters.yaml'), 'mine: {nodes: {a: {local: yes}}}\n');
    const {code, stdout, stderr} = await deepdive(account, ['clusters', '--width', String(width)]);
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toMatch(/recording .*ready .*0\/\d+ .*instant, read-only . docker 26\.1\.5/);
    expect(stdout.replace(/\s+/g, '')).toMatch(/clusters\.yaml:1:\d+/);
    expect(words).toContain('are not installed: apt-get install -y');
    expect(stdout.split('\n').filter(line => line.length > width)).toEqual([]);
    expect(existsSync(join(account.env.XDG_STATE_HOME!, 'deepdive/progress'))).toBe(false);
  },
);
