import type {Parsed} from '../core/parsed.ts';
import type {XfrmPolicy, XfrmState, XfrmTables} from '../core/rows/xfrm.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';
import {continuePolicy, startPolicy} from './xfrm-policy.ts';
import {continueState, startState} from './xfrm-state.ts';
import {redactKeys} from './xfrm-words.ts';

const STATE_COUNT = /^\s*SAD count (\d{1,10})(?: \(buckets count \d+ Max \d+\))?\s*$/;
const POLICY_COUNT = /^\s*SPD IN +(\d{1,10}) OUT +(\d{1,10}) FWD +(\d{1,10})(?: \(Sock: IN \d+ OUT \d+ FWD \d+\))?\s*$/;
const BUCKETS = /^\s*SPD buckets: count \d+ Max \d+\s*$/;

/** A part of a block: a line, or with `-o` what is between two backslashes. */
interface Part {
  readonly line: Line;
  readonly text: string;
}

/** Parses `ip xfrm state` and `ip xfrm policy` with any of `-s -d -o`; `-j` is ignored by `ip`. Keys are not kept. */
export function parseIpXfrm(output: string): Parsed<XfrmTables> {
  const input = normalise(output);
  const states: XfrmState[] = [];
  const policies: XfrmPolicy[] = [];
  const unparsed = new Set<Line>();
  let counts: XfrmTables['counts'];
  let rest: ((text: string) => boolean) | undefined;
  const rows = rowsOf(input).map(({number, text}) => ({number, text: redactKeys(text)}));
  const parts = rows.flatMap(splitLine);
  for (let i = 0; i < parts.length; i++) {
    const {line, text} = parts[i]!;
    const counted = readCount(text);
    if (counted) {
      counts = {...counts, ...counted};
      continue;
    }
    if (BUCKETS.test(text)) continue;
    if (/^\s/.test(text)) {
      if (!rest?.(text.trim())) unparsed.add(line);
      continue;
    }
    const second = parts[i + 1];
    const below = second && /^\s/.test(second.text) ? second.text : '';
    const state = startState(text, below);
    const policy = state ? undefined : startPolicy(text, below);
    rest = state ? more => continueState(more, state) : policy && (more => continuePolicy(more, policy));
    if (state) states.push(state);
    if (policy) policies.push(policy.policy);
    if (rest) i++;
    else unparsed.add(line);
  }
  const data = {states, policies, ...(counts && {counts})};
  return envelope(input, {command: 'ip.xfrm', variant: 'text', data, unparsed: [...unparsed]});
}

function splitLine(line: Line): readonly Part[] {
  return line.text
    .split('\\')
    .map(text => ({line, text}))
    .filter(({text}) => text.trim() !== '');
}

function readCount(text: string): XfrmTables['counts'] {
  const states = STATE_COUNT.exec(text);
  if (states) return {states: Number(states[1])};
  const policies = POLICY_COUNT.exec(text);
  return policies ? {in: Number(policies[1]), out: Number(policies[2]), fwd: Number(policies[3])} : undefined;
}
