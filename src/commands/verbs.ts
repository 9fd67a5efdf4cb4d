import type {Command} from 'commander';
import {clustersVerb} from './clusters-verb.ts';
import {doctorCommand, nodesCheckCommand} from './doctor.ts';
import {diffCommand, gradeCommand, mergeCommand, overrideCommand, regradeCommand} from './grade.ts';
import {guideCommand} from './guide.ts';
import {importCommand} from './import.ts';
import {labCommand} from './lab.ts';
import {lintCommand} from './lint.ts';
import {modulesVerb} from './modules-verb.ts';
import {newCommand} from './new.ts';
import {nodesAddCommand} from './nodes-add.ts';
import {parseCommand} from './parse.ts';
import {plainVerbs} from './plain-verbs.ts';
import {previewCommand} from './preview.ts';
import {proveCommand, recordCommand} from './prove.ts';
import {schemaCommand} from './schema.ts';
import {snapshotCommand} from './snapshot.ts';
import {startCommand} from './start.ts';
import {topologyCommand} from './topology.ts';
import {translateCommand} from './translate.ts';
import {walkCommand} from './walk.ts';

/** Every verb, in the order of `--help`. Their modules are light: what a verb needs it imports when it runs. */
export function addVerbs(program: Command): void {
  program.addCommand(startCommand(), {isDefault: true});
  for (const verb of plainVerbs()) {
    if (verb.name() === 'nodes') verb.addCommand(nodesAddCommand()).addCommand(nodesCheckCommand());
    program.addCommand(verb);
  }
  program.addCommand(walkCommand());
  program.addCommand(topologyCommand());
  program.addCommand(snapshotCommand());
  program.addCommand(doctorCommand());
  program.addCommand(clustersVerb());
  program.addCommand(modulesVerb());
  program.addCommand(labCommand());
  program.addCommand(gradeCommand());
  program.addCommand(regradeCommand());
  program.addCommand(mergeCommand());
  program.addCommand(diffCommand());
  program.addCommand(overrideCommand());
  program.addCommand(newCommand());
  program.addCommand(importCommand());
  program.addCommand(guideCommand());
  program.addCommand(lintCommand());
  program.addCommand(translateCommand());
  program.addCommand(previewCommand());
  program.addCommand(proveCommand());
  program.addCommand(recordCommand());
  program.addCommand(parseCommand());
  program.addCommand(schemaCommand());
  // Not inherited: without it a mistyped option of a verb ends the process with a code of commander's own.
  for (const verb of program.commands) verb.exitOverride();
}
