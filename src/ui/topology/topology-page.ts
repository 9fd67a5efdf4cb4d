import type {FactKind} from '../../core/facts.ts';
import {factPlace} from '../../render/fact-place.ts';
import {EMPTY, indent, type Line, line, span} from '../../render/line.ts';
import {statusSpan} from '../../render/status.ts';
import {wrap} from '../../render/wrap.ts';
import type {SessionState} from '../../session/state.ts';
import {walkWords} from '../../topology/walk/words.ts';
import type {Page} from '../pages.ts';
import {clockWords} from '../time-words.ts';
import type {View} from '../view.ts';
import {countWords} from './count-words.ts';
import {layMap, mapRows} from './drawn-map.ts';
import {hopRows, outcomeWords} from './hop-rows.ts';
import type {Scene} from './scene.ts';
import {thingDetails} from './thing-rows.ts';

/** What the drawing lives on; without one of them it has holes. */
const DRAWN: readonly FactKind[] = ['netns', 'docker.containers', 'docker.networks', 'ns.links', 'ns.fdb', 'ns.ipvs'];

const LOW = 16;

export function noLookPage({cluster}: SessionState, view: View): Page {
  const said =
    cluster.transport === 'recording'
      ? 'Nobody has looked at the nodes since the start; l looks now, as far as the recording has this state of the cluster.'
      : 'Nobody has looked at the nodes since the start; l looks now, and changes nothing.';
  return {rows: [EMPTY, ...indent(wrap(line(said), Math.max(8, view.columns - 4)), [span('  ')])], choices: 0};
}

/** The drawing, and below it the hops of the walk, or the rows of what has the focus. */
export function topologyPage(scene: Scene, view: View): Page {
  const {walk} = scene;
  const map = layMap(scene, view.columns);
  const focus = focusIn(scene, view);
  const head = indent(headLines(scene, view), [span('  ')]);
  const place = map.places.find(({key}) => key === focus);
  const below =
    walk === null
      ? {rows: indent(place === undefined ? [] : thingDetails(scene, place.key, view.columns - 4), [span('  ')])}
      : hopRows(walk, view.columns);
  const page = {choices: map.places.length, below};
  const row = place?.row ?? 0;
  const drawn = mapRows(map, focus, row, view.rows);
  // Where there is little room the words above the drawing go out of sight with it.
  if (view.rows < LOW) return {...page, rows: [...head, ...drawn], selected: head.length + row};
  return {...page, head: [...head, EMPTY], rows: drawn, selected: row};
}

/** With a walk it is the first thing of the focused hop; else what the student moved to, or the first of all. */
export function focusIn(scene: Scene, {map, columns}: View): string | null {
  const {walk} = scene;
  if (walk !== null) {
    const number = walk.hops[walk.at]?.number ?? 0;
    const steps = [...walk.trace.steps].filter(([, numbers]) => numbers.includes(number));
    return steps[0]?.[0] ?? null;
  }
  const {places} = layMap(scene, columns);
  return places.some(({key}) => key === map.focus) ? map.focus : (places[0]?.key ?? null);
}

function headLines(scene: Scene, {map, columns, rows: lines}: View): readonly Line[] {
  const {walk, isOld, snapshot, kinds} = scene;
  const width = Math.max(8, columns - 4);
  const at = clockWords(snapshot.takenAt);
  const missing = DRAWN.filter(kind => !kinds.has(kind));
  const low = lines < LOW;
  const rows: Line[] = [];
  if (isOld)
    rows.push([statusSpan('old'), span(`  looked at ${at}, before a command changed the cluster; l looks again`)]);
  if (missing.length > 0)
    rows.push([
      span(`this look left out ${missing.map(kind => factPlace(`${kind}@`)).join(', ')}; l looks at all`, 'warn'),
    ]);
  if (walk !== null) {
    const {text, role} = outcomeWords(walk);
    rows.push([span(`a packet ${walkWords(walk.walk)}: `, 'heading'), span(text, role)]);
  } else {
    const words = [...(isOld ? [] : [`looked at ${at}`]), ...metWords(scene)];
    if (words.length > 0) rows.push([span(words.join(' · '), 'faint')]);
  }
  if (!low) {
    const other = map.all ? 'a hides the others' : 'a shows all';
    rows.push([span('●', 'accent'), span(` your own outputs showed it   ○ not yet   ${other}`, 'faint')]);
  }
  return rows.flatMap(row => wrap(row, width));
}

/** Nothing where no device was looked for. */
function metWords({whole, met}: Scene): readonly string[] {
  const devices = whole.machines
    .flatMap(({spaces}) => spaces.flatMap(space => space.devices))
    .filter(({kind}) => kind !== 'loopback');
  const count = devices.filter(({key}) => met.keys.has(key)).length;
  return devices.length === 0 ? [] : [`you have met ${count} of ${countWords(devices.length, 'device')}`];
}
