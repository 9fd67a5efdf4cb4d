import type {End} from '../core/output.ts';
import {clip, type Line, lineCells, span} from '../render/line.ts';
import type {NodeRun, SessionState} from '../session/state.ts';
import {allSides, shownSides} from './shown-runs.ts';
import type {OutputAt, View} from './view.ts';

const ENDS: Readonly<Record<Exclude<End['kind'], 'exited'>, string>> = {
  signalled: 'killed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  unreachable: 'unreachable',
  lost: 'lost',
  'not-recorded': 'not recorded',
};

interface Tab {
  readonly at: OutputAt;
  readonly name: string;
  readonly end: string;
  readonly ok: boolean;
}

/** The outputs of the shown command, or of a pair, in order. */
function tabsOf(state: SessionState, view: View): readonly Tab[] {
  const sides = allSides(state, view);
  // Beside the text a pair is shown whole.
  if (sides.length > 1 && view.screen !== 'output') return [];
  return sides.flatMap(({run, on}) =>
    on.map(one => {
      const name = sides.length === 1 ? one.node : on.length === 1 ? run : `${run} ${one.node}`;
      return {at: {run, node: one.node}, name, end: endWord(one), ok: one.result?.ok !== false};
    }),
  );
}

function endWord({result}: NodeRun): string {
  if (result === undefined) return 'running';
  if (result.ok && result.end.kind === 'exited') return 'ok';
  return result.end.kind === 'exited' ? `exit ${result.end.code}` : ENDS[result.end.kind];
}

/** Index of the one that is shown alone; -1 = all. */
function shownTab(state: SessionState, view: View, tabs: readonly Tab[]): number {
  const shown = shownSides(state, view).flatMap(({run, on}) => on.map(({node}) => ({run, node})));
  const [only] = shown;
  return shown.length === 1 ? tabs.findIndex(({at}) => at.run === only!.run && at.node === only!.node) : -1;
}

/** Whether there are several outputs to choose from. */
export function hasTabs(state: SessionState, view: View): boolean {
  return tabsOf(state, view).length > 1;
}

/** Where a command was run, and how it ended on each node; nothing where there is one output. */
export function tabsLine(state: SessionState, view: View, width: number): readonly Line[] {
  const tabs = tabsOf(state, view);
  if (tabs.length < 2) return [];
  const shown = shownTab(state, view, tabs);
  // With less room the ends of the others go, then the others.
  for (const row of [spans(tabs, shown, () => true), spans(tabs, shown, index => index === shown)])
    if (lineCells(row) <= width) return [row];
  const nth = span(`  ${shown + 1} of ${tabs.length}`, 'faint');
  const only = tabs[shown];
  return [clip(only === undefined ? name('all', true) : [...titled(only, true, true), nth], width)];
}

function spans(tabs: readonly Tab[], shown: number, withEnd: (index: number) => boolean): Line {
  return [
    ...name('all', shown === -1),
    ...tabs.flatMap((tab, index) => [span(' | ', 'faint'), ...titled(tab, index === shown, withEnd(index))]),
  ];
}

function name(text: string, isShown: boolean): Line {
  return [isShown ? span(`[${text}]`, 'accent') : span(text, 'faint')];
}

function titled(tab: Tab, isShown: boolean, withEnd: boolean): Line {
  return [...name(tab.name, isShown), ...(withEnd ? [span(` ${tab.end}`, tab.ok ? 'faint' : 'bad')] : [])];
}

/** The next tab, or the one before; round at the ends, where all are shown. */
export function moveTab(state: SessionState, view: View, by: 1 | -1): View {
  const tabs = tabsOf(state, view);
  const all = [null, ...tabs.map(({at}) => at)];
  const index = shownTab(state, view, tabs) + 1;
  return showTab(view, all[(index + by + all.length) % all.length] ?? null);
}

/** The tab of that place, from 1. */
export function pickTab(state: SessionState, view: View, nth: number): View {
  const tab = tabsOf(state, view)[nth - 1];
  return tab === undefined ? view : showTab(view, tab.at);
}

function showTab(view: View, at: OutputAt | null): View {
  if (view.shownRun === null) return view;
  return {...view, tab: {of: view.shownRun, at}, outputTop: null, sideways: 0, find: {...view.find, hit: null}};
}
