import type {Finding} from './finding.ts';
import {asRoot, complaint, type Look} from './look.ts';
import {installCommand} from './packages.ts';

/** A tool, with who needs it. */
export interface NeededTool {
  readonly tool: string;
  /** Titles or ids of lessons; empty where only looks of our own need it. */
  readonly lessons: readonly string[];
  /** Whether it is called by what looks at a node for checks. */
  readonly looks: boolean;
}

export function judgeTools(node: string, look: Look, needed: readonly NeededTool[]): readonly Finding[] {
  if (look.tools.size === 0) {
    const what = `which tools there are was not told: ${complaint(look.frames.get('tools'))}`;
    return [{area: 'tools', code: 'tools', standing: 'unknown', what}];
  }
  return needed.map(({tool, lessons, looks}): Finding => {
    const base = {area: 'tools', code: `tools.${tool}`} as const;
    const found = look.tools.get(tool);
    if (found === undefined) return {...base, standing: 'unknown', what: `whether there is ${tool} was not told`};
    if (found.kind === 'there') return {...base, standing: 'ok', what: tool};
    if (found.kind === 'aside') {
      // What looks for checks has a PATH of its own.
      if (lessons.length === 0) return {...base, standing: 'ok', what: tool};
      const what = `${tool} is ${found.path}, where the PATH of ${look.user?.name ?? 'the user'} does not lead`;
      return {
        ...base,
        standing: 'gap',
        what,
        mend: {on: node, command: asRoot(`ln -s ${found.path} /usr/local/bin/`, look)},
      };
    }
    const command = installCommand(tool, look.family);
    return {
      ...base,
      standing: 'gap',
      what: `there is no ${tool}, which ${whoNeeds(lessons, looks)}`,
      ...(command !== undefined && {mend: {on: node, command: asRoot(command, look)}}),
    };
  });
}

function whoNeeds(lessons: readonly string[], looks: boolean): string {
  const [first, ...rest] = lessons;
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  if (first === undefined) return 'looks for checks need';
  const isOne = rest.length === 0 && !looks;
  return `${looks ? 'looks for checks, ' : ''}${first}${more} ${isOne ? 'needs' : 'need'}`;
}
