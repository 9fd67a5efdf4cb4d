import type {MakeEvent, Making} from './clusters.ts';

/** What is being made, after one more thing was told of it. Phases may lie within others, so the newest of that name ends. */
export function afterEvent(making: Making, event: MakeEvent, now: number): Making {
  if (event.kind === 'line') return {...making, line: event.text};
  if (event.kind === 'phase') return {...making, line: '', phases: [...making.phases, {text: event.text, since: now}]};
  const at = making.phases.findLastIndex(({text, milliseconds}) => text === event.text && milliseconds === undefined);
  const phases = making.phases.map((phase, index) =>
    index === at ? {...phase, milliseconds: event.milliseconds} : phase,
  );
  return {...making, line: '', phases};
}
