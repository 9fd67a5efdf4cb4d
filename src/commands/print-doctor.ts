import {neutralise} from '../core/neutral.ts';
import type {Examined} from '../doctor/examine.ts';
import type {Area, Finding} from '../doctor/finding.ts';
import type {Writer} from '../plain/writer.ts';
import type {Without} from '../session/nodes-needed.ts';

interface Told extends Examined {
  readonly cluster: string;
  readonly module: string;
  /** Lessons that the cluster has not the nodes for. */
  readonly lessons: readonly Without[];
}

const WORDS = {ok: 'ok', gap: 'GAP', unknown: 'NO LOOK'} as const;
const COLUMN = 9;
/** Of these each that is well has a line of its own; of the others, one line names all. */
const TOLD_APART: ReadonlySet<Area> = new Set(['reach', 'privileges', 'engine', 'clock']);

/** For each node and each pair what is well, what is not, and the command that mends it. */
export function printDoctor({cluster, module, nodes, pairs, lessons}: Told, all: boolean, out: Writer): void {
  const say = (text: string, indent = 0, hanging = indent) => out.text(neutralise(text), indent, hanging);
  say(`${cluster}, for ${module}`);
  for (const {id, role, address, findings} of nodes) {
    const about = [role, address].filter(word => word !== undefined && word !== id).join(', ');
    out.line();
    say(`${id}${about === '' ? '' : ` (${about})`}`);
    printFindings(findings, all, say);
  }
  if (pairs.length > 0) {
    out.line();
    say('between the nodes');
    for (const {from, to, findings} of pairs) {
      say(`${from} to ${to}`, 2);
      printFindings(findings, all, say, 4);
    }
  }
  if (lessons.length > 0) {
    out.line();
    say('lessons that this cluster has not the nodes for');
    for (const {lesson, reason} of lessons) say(`${lesson}: ${reason}`, 2, 4);
  }
  out.line();
  say(summary([...nodes, ...pairs].flatMap(({findings}) => findings)));
}

type Say = (text: string, indent?: number, hanging?: number) => void;

function printFindings(findings: readonly Finding[], all: boolean, say: Say, indent = 2): void {
  const line = (word: string, text: string) => say(`${word.padEnd(COLUMN)}${text}`, indent, indent + COLUMN);
  const isApart = ({area, standing}: Finding) => all || standing !== 'ok' || TOLD_APART.has(area);
  for (const area of new Set(findings.map(one => one.area))) {
    const own = findings.filter(one => one.area === area);
    const together = own.filter(one => !isApart(one));
    for (const {standing, what, mend} of own.filter(isApart)) {
      line(WORDS[standing], `${area}: ${what}`);
      if (mend !== undefined) say(`mend on ${mend.on}: ${mend.command}`, indent + COLUMN, indent + COLUMN + 2);
    }
    if (together.length > 0) line(WORDS.ok, `${area}: ${together.map(({what}) => what).join(', ')}`);
  }
}

function summary(findings: readonly Finding[]): string {
  const count = (standing: Finding['standing']) => findings.filter(one => one.standing === standing).length;
  const [gaps, unknown] = [count('gap'), count('unknown')];
  if (gaps + unknown === 0) return `all is well: ${findings.length} looked at`;
  const parts = [
    `${count('ok')} ok`,
    `${gaps} gap${gaps === 1 ? '' : 's'}`,
    ...(unknown > 0 ? [`${unknown} not looked at, which may be gaps too`] : []),
  ];
  return parts.join(', ');
}
