import {EMPTY, indent, line, span} from '../../render/line.ts';
import type {SessionState} from '../../session/state.ts';
import type {Page} from '../pages.ts';
import {closeScreen, type View} from '../view.ts';
import {layMap} from './drawn-map.ts';
import {hopDetails} from './hop-rows.ts';
import {createScenes, type ShownWalk} from './scene.ts';
import {thingDetails} from './thing-rows.ts';
import {focusIn, noLookPage, topologyPage} from './topology-page.ts';
import {goalsOf, noGoalWords, startsIn, waysPage} from './ways-page.ts';

/** The screens of the topology: what they show, and what keys change. Loaded when one of them is opened first. */
export interface TopologyModel {
  page(state: SessionState, view: View): Page;
  /** Moves the focus over the hops of the walk, else over what is drawn. */
  move(state: SessionState, view: View, by: number): View;
  /** Moves it to the next machine, or to the one before. */
  moveAcross(state: SessionState, view: View, by: 1 | -1): View;
  /** Takes the start or the end of a walk that the cursor is on. */
  choose(state: SessionState, view: View): View;
}

export function createTopologyModel(): TopologyModel {
  const sceneOf = createScenes();
  return {
    page(state, view) {
      const scene = sceneOf(state, view.map);
      if (scene === undefined) return noLookPage(state, view);
      if (view.screen === 'ways') return waysPage(scene, view);
      if (view.screen === 'topology') return topologyPage(scene, view);
      const width = Math.max(8, view.columns - 4);
      const focus = focusIn(scene, view);
      const hop = scene.walk === null ? [] : [...hopDetails(scene.walk, width), EMPTY];
      const thing = focus === null ? [] : thingDetails(scene, focus, width);
      const rows = [...hop, ...(scene.walk === null || focus === null ? [] : [line('where it is', 'faint')]), ...thing];
      return {rows: [...(view.rows >= 16 ? [EMPTY] : []), ...indent(rows, [span('  ')])], choices: 0};
    },
    move(state, view, by) {
      const scene = sceneOf(state, view.map);
      if (scene === undefined) return view;
      if (scene.walk !== null) {
        const {at, hops} = scene.walk;
        return {...view, map: {...view.map, hop: within(at + by, hops.length)}};
      }
      const {places} = layMap(scene, view.columns);
      const at = places.findIndex(({key}) => key === focusIn(scene, view));
      return focusOn(view, places[within(at + by, places.length)]?.key);
    },
    moveAcross(state, view, by) {
      const scene = sceneOf(state, view.map);
      if (scene === undefined) return view;
      if (scene.walk !== null) return {...view, map: {...view.map, hop: hopAcross(scene.walk, by)}};
      const {places} = layMap(scene, view.columns);
      const here = places.find(({key}) => key === focusIn(scene, view));
      const machines = [...new Set(places.map(({machine}) => machine))];
      const next = machines[machines.indexOf(here?.machine ?? '') + by];
      return focusOn(view, places.find(({machine}) => machine === next)?.key);
    },
    choose(state, view) {
      const scene = sceneOf(state, view.map);
      if (scene === undefined) return view;
      const {from} = view.map;
      if (from === null) {
        const start = startsIn(scene)[view.cursor]?.chosen;
        if (start === undefined) return view;
        const message = {kind: 'bad', text: noGoalWords(start)} as const;
        if (goalsOf(scene, start).length === 0) return {...view, message};
        return {...view, cursor: 0, map: {...view.map, from: start}};
      }
      const to = goalsOf(scene, from)[view.cursor]?.chosen;
      if (to === undefined) return view;
      const map = {...view.map, from: null, walk: {from, to}, hop: 0};
      const hops = sceneOf(state, map)?.walk?.hops ?? [];
      const stop = hops.findIndex(({hop}) => hop.status !== 'ok');
      return closeScreen({...view, map: {...map, hop: Math.max(0, stop)}});
    },
  };
}

/** The first hop on the next machine of the way, or on the one before; of each branch apart. */
function hopAcross({hops, at}: ShownWalk, by: 1 | -1): number {
  const firsts = hops.flatMap(({hop, branch}, index) => {
    const before = hops[index - 1];
    return before?.hop.node === hop.node && before.branch === branch ? [] : [index];
  });
  const next = by === 1 ? firsts.find(index => index > at) : firsts.filter(index => index <= at).at(-2);
  return next ?? at;
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}

function focusOn(view: View, key: string | undefined): View {
  return key === undefined ? view : {...view, map: {...view.map, focus: key}};
}
