import {describe, expect, test} from 'vitest';
import {lineText} from '../../src/render/line.ts';
import {visibleRows} from '../../src/ui/pages.ts';
import {searchPage} from '../../src/ui/search/search-page.ts';
import {openingView} from '../../src/ui/view.ts';
import {FakeSession, nodeRun, result} from './fake-session.ts';
import {watchingSession, workingSession} from './sample-states.ts';
import {KEY, show, tooWide} from './terminal-model.ts';

describe('the search', () => {
  test('shows what is found while words are typed, by lesson and step', async () => {
    const shown = await show(workingSession(), 80, 24);
    await shown.press('/', 'port');
    await shown.until('4 hits');
    expect(shown.terminal.text()).toMatchInlineSnapshot(`
      " Swarm networking › A service on an overlay, and its fo…  RECORDED docker 26.1 
       Search                                                              1/5 points
      ────────────────────────────────────────────────────────────────────────────────
        “port” 4 hits in 2 steps

        A service on an overlay, and its forwarding table › Watch the packets
      ▌ command  tcpdump -ni eth0 udp «port» 4789
        question Question. Which UDP «port» carries the frames of vote?

        The routing mesh: from a published port to a task › Publish a port
        lesson   The routing mesh: from a published «port» to a task
        step     Publish a «port»









      ────────────────────────────────────────────────────────────────────────────────
       Search: port 
       Enter open   ↑↓ choose   Tab to the hits   Esc leave"
    `);
    await shown.press(' 4789');
    await shown.until('1 hit ');
    await shown.press(KEY.esc);
    expect(shown.terminal.text()).toContain('step 2/3');
    await shown.press('q');
    await shown.ended;
  });

  test('Enter goes to the step, with what was found in focus', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press('/', 'UDP 4789');
    await shown.until('1 hit ');
    await shown.press(KEY.enter);
    await shown.until('▌ $ tcpdump -ni eth0 udp port 4789');
    expect(session.calls).toContain('go overlay watch');
    await shown.press('q');
    await shown.ended;
  });

  test('prose that was found is in sight and marked', async () => {
    const shown = await show(workingSession(), 80, 24);
    await shown.press('/', 'kept by', KEY.enter);
    await shown.until('▌ On current engines');
    await shown.press('q');
    await shown.ended;
  });

  test('letters are keys again after Tab, and the words come back with /', async () => {
    const shown = await show(workingSession(), 80, 24);
    await shown.press('/', 'port', KEY.tab);
    await shown.until('1 of 4 hits');
    await shown.press('n', 'n', 'n');
    await shown.until('4 of 4 hits');
    await shown.press('p');
    await shown.until('3 of 4 hits');
    await shown.press('n', 'n');
    await shown.until('1 of 4 hits');
    await shown.press('p');
    await shown.until('4 of 4 hits');
    await shown.press('/');
    await shown.until('Search: port');
    await shown.press('zebra');
    await shown.until('Search: zebra');
    await shown.until('Nothing that you can see has this word');
    await shown.press(KEY.tab);
    // There is nothing to go to.
    await shown.until('/ search');
    expect(shown.terminal.screen().at(-1)).not.toMatch(/hit|open/);
    await shown.press('n', 'p', KEY.enter);
    expect(shown.terminal.text()).toContain('Nothing that you can see has this word');
    await shown.press(KEY.esc, 'q');
    await shown.ended;
  });

  test('finds nothing of a folded hint, and says what it does not look into', async () => {
    const session = workingSession();
    const shown = await show(session, 80, 24);
    await shown.press('/');
    await shown.until('stay closed');
    await shown.press('copy namespace');
    await shown.until('Nothing that you can see has all of these words');
    await shown.press(KEY.esc, 'h', '/', 'copy namespace');
    await shown.until('1 hit ');
    await shown.press(KEY.esc, 'q');
    await shown.ended;
  });

  test('says that an output which still prints is not searched yet', async () => {
    const session = watchingSession();
    const shown = await show(session, 80, 24);
    await shown.press(KEY.enter, '/', 'zebra');
    await shown.until('What still prints');
    await shown.press(KEY.esc, 's', 'q');
    await shown.ended;
  });

  test('from home a hit is one Esc away from the others', async () => {
    const shown = await show(new FakeSession(), 80, 24, {open: 'home'});
    await shown.press('/', 'port', KEY.down, KEY.enter);
    await shown.until('step 3/3');
    await shown.press(KEY.esc);
    await shown.until('2 of 4 hits');
    await shown.press(KEY.esc);
    await shown.until('25 min');
    await shown.press('q');
    await shown.ended;
  });

  test('a line of an output opens the output there', async () => {
    const session = workingSession();
    const lines = Array.from({length: 90}, (_, n) => `row ${n}\n`).join('');
    const {runs} = session.state();
    session.set({
      runs: {...runs, 'overlay/mac': {status: 'done', nodes: {'swarm-02': nodeRun('swarm-02', 'ip', result(lines))}}},
    });
    const shown = await show(session, 80, 24);
    await shown.press('/', 'row 77');
    await shown.until('swarm-02 line 78');
    await shown.press(KEY.enter);
    await shown.until('▌ row 77');
    expect(shown.terminal.text()).toContain('1 of 1 line');
    await shown.press('q');
    await shown.ended;
  });

  test.each([0, 1, 12, 150, 288, 298, 299])('of hundreds of hits those around hit %i are drawn', cursor => {
    const state = workingSession().state();
    const hit = {lesson: 'overlay', step: 'fdb', kind: 'text', block: 'x'} as const;
    const hits = Array.from({length: 300}, (_, n) => ({...hit, text: `a port, number ${n}`}));
    const view = {...openingView('search', 80, 24), cursor, search: {text: 'port', cursor}};
    const page = searchPage(state, view, {hits, isCut: false, words: ['port'], isReading: false});
    const rows = visibleRows(page, 0, 80, 18).map(lineText);
    expect(rows.filter(row => row.includes('▌'))).toEqual([expect.stringContaining(`number ${cursor}`)]);
    // The head, and before the first hit a gap and the name of the step.
    expect(rows.filter(row => row.trim() === '')).toHaveLength(cursor <= 12 && rows[1]?.trim() === '' ? 1 : 0);
    expect(rows).toHaveLength(18);
  });

  test.each([
    [40, 12],
    [80, 24],
    [100, 30],
    [160, 50],
  ])('fits at %i×%i', async (columns, rows) => {
    const shown = await show(workingSession(), columns, rows);
    await shown.press('/', 'the');
    await shown.until('hits');
    await shown.press(KEY.pageDown, KEY.tab, KEY.pageDown);
    expect(tooWide(shown.terminal)).toEqual([]);
    await shown.press('q');
    await shown.ended;
  });
});
