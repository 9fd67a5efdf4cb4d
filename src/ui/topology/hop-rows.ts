import {EMPTY, indent, type Line, line, type Role, type Span, span} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import {placeWords} from '../../topology/draw/hop-list.ts';
import {branchWords, saidOf, untoldWords} from '../../topology/walk/words.ts';
import {answering, HOP_KINDS, type Hop} from '../../topology/walk.ts';
import {evidenceRows} from './evidence-rows.ts';
import type {ShownWalk} from './scene.ts';

const SIGNS: Readonly<Record<Hop['status'], readonly [sign: string, role: Role]>> = {
  ok: ['✔', 'good'],
  broken: ['✘', 'bad'],
  unknown: ['?', 'warn'],
};

/** Columns of the mark, the number and the status. */
const HEAD = 15;

/** All hops, a row each and the focused one in full, those of a branch below its task. */
export function hopRows(
  {walk, hops, at, spaces}: ShownWalk,
  width: number,
): {readonly rows: readonly Line[]; readonly selected: number} {
  const rows: Line[] = [];
  let selected = 0;
  for (const [index, {number, hop, branch}] of hops.entries()) {
    if (branch !== undefined && branch !== hops[index - 1]?.branch)
      rows.push([span('  to ', 'faint'), span(branchWords(branch), 'heading')]);
    if (index === at) selected = rows.length;
    const mark = span(index === at ? '▌ ' : '  ', 'accent');
    const said: Line = [
      span(HOP_KINDS[hop.kind], index === at ? 'strong' : 'prose'),
      span(` · ${placeWords(spaces, hop)}: `, 'faint'),
      span(saidOf(hop)),
    ];
    const first = [mark, span(`${String(number).padStart(2)} `, 'faint'), status(hop), span(' ')];
    const rest = [mark, span(' '.repeat(HEAD - 2))];
    rows.push(...indent(index === at ? wrap(said, Math.max(8, width - HEAD)) : [said], first, rest));
  }
  if (walk.branches.length === 0 && hops.length === 0) rows.push(line('  no hop could be followed', 'faint'));
  return {rows, selected};
}

function status({status}: Hop): Span {
  const [sign, role] = SIGNS[status];
  return span(`${sign} ${status.padEnd('unknown'.length)}`, role);
}

/** How the walk ends, in one sentence. */
export function outcomeWords({walk, hops}: ShownWalk): {readonly text: string; readonly role: Role} {
  const tasks = answering(walk);
  const answer = `${tasks.length} of ${walk.branches.length} tasks answer`;
  const stop = hops.find(({hop}) => hop.status !== 'ok');
  if (stop === undefined) return {text: answer, role: 'good'};
  const {hop, number, branch} = stop;
  const whose = branch === undefined ? '' : ` on the way to ${branch.task}`;
  const rest = walk.branches.length === 0 ? '' : `; ${answer}`;
  return {text: `${hop.status} at hop ${number}, ${HOP_KINDS[hop.kind]}${whose}${rest}`, role: SIGNS[hop.status][1]};
}

/** One hop with the rows that decide it. */
export function hopDetails({hops, at, spaces}: ShownWalk, width: number): readonly Line[] {
  const one = hops[at];
  if (one === undefined) return [line('this walk has no hop', 'faint')];
  const {hop, number, branch} = one;
  const to = branch === undefined ? 'every packet' : `the way to ${branchWords(branch)}`;
  const rows = hop.status === 'unknown' ? [] : hop.evidence;
  const untold = untoldWords(hop);
  const label = hop.status === 'ok' ? 'what decides' : 'rows that come close';
  return [
    ...wrap([status(hop), span('  '), span(`${number} ${HOP_KINDS[hop.kind]}`, 'heading')], width),
    ...wrap(line(`${placeWords(spaces, hop)} · ${to}`, 'faint'), width),
    EMPTY,
    ...wrap(line(saidOf(hop)), width),
    ...(rows.length === 0 ? [] : [EMPTY, line(label, 'faint'), ...evidenceRows(rows, width)]),
    ...(untold === undefined ? [] : [EMPTY, ...wrap(line(untold, 'faint'), width)]),
  ];
}
