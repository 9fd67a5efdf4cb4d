import {neutralise} from '../../core/neutral.ts';
import {holes} from '../../core/template.ts';
import type {Importing} from './importing.ts';

/** Longer scripts are not run; see the linter. */
const MAX_SCRIPT = 15_000;

/** The script that a scenario judges a step by becomes a command of the student, and a check of what it says. */
export function addVerify(
  importing: Importing,
  {file, text}: {readonly file: string; readonly text: string},
  step: string,
): void {
  const {findings, names, parts} = importing;
  const script = neutralise(text.replace(/\r\n?/g, '\n')).trimEnd();
  const at = {file, line: 1};
  if (script === '' || script.length > MAX_SCRIPT) {
    if (script !== '') parts.push({kind: 'code', ...at, language: 'bash', text: script});
    findings.push({
      ...at,
      kind: 'shown',
      text: `the verify script has ${script.length} characters, so it is no command`,
    });
    return;
  }
  const end = endWord(script);
  const id = names.ofCommand('verify');
  const command = `bash <<'${end}' && echo verified\n${script}\n${end}`;
  const change = {kind: 'none'} as const;
  parts.push({kind: 'run', ...at, id, command, stream: false, raw: holes(command).length > 0, change, exit: [0, 1]});
  parts.push({kind: 'verify', ...at, id: `${id}-passes`, of: id, title: `the scenario's own test of "${step}" passes`});
}

function endWord(script: string): string {
  let word = 'VERIFY';
  while (script.split('\n').includes(word)) word += '_';
  return word;
}
