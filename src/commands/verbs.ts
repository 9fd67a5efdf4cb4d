import type {Command} from 'commander';
import {lintCommand} from './lint.ts';
import {parseCommand} from './parse.ts';

/** Every verb, in the order of `--help`. Their modules are light: what a verb needs it imports when it runs. */
export function addVerbs(program: Command): void {
  program.addCommand(parseCommand());
  program.addCommand(lintCommand());
}
