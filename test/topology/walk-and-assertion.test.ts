import {expect, test} from 'vitest';
import {WALK_TRAPS} from '../assertions/walk-traps.ts';
import {ends, walked, withRoutes} from './walking.ts';

/** Traps that have nothing to do with a hop of the way. */
const BEFORE_THE_WAY = ['not_published'];
/** A row that should be kept is gone: of the packet itself the node learns what it needs. */
const LEARNED = 'the way back is not known on the node of the task';
const ON_THE_WAY = WALK_TRAPS.filter(
  ({code, title}) => code !== null && !BEFORE_THE_WAY.includes(code) && title !== LEARNED,
);

test.each(ON_THE_WAY)('the walk ends where ingress.walk says that packets do: $title', ({snapshot, args, code}) => {
  const entries = args.node === undefined ? snapshot.nodes.map(({id}) => id) : [args.node];
  const stops = entries.flatMap(entry => ends(walked(withRoutes(snapshot), `${entry} > :30000`)));
  expect(stops.map(stop => /(\w+)@/.exec(stop)?.[1])).toContain(code);
});

test('where only a row that should be kept is gone, the assertion fails, and packets still come through', () => {
  const {snapshot} = WALK_TRAPS.find(({title}) => title === LEARNED)!;
  expect(ends(walked(withRoutes(snapshot), 'swarm-03 > :30000'))).toEqual([]);
});
