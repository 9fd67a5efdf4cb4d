import {Command} from 'commander';

export function proveCommand(): Command {
  return new Command('prove')
    .description('prove a module: each check fails before the work, passes after it, and fails again once it is undone')
    .argument('<module>', 'a module, or its folder')
    .requiredOption('-c, --cluster <name>', '`recording`, `recording:NAME`, or a cluster that the proof may change')
    .option('-l, --lesson <id>', 'only this lesson and those it needs')
    .action(async (name: string, options: {readonly cluster: string; readonly lesson?: string}) => {
      const {proveModule} = await import('./prove-module.ts');
      process.exitCode = await proveModule(name, options);
    });
}

export function recordCommand(): Command {
  return new Command('record')
    .description('play a module on a real cluster, prove it, and keep all answers as its recording')
    .argument('<module>', 'a module, or its folder')
    .requiredOption('-c, --cluster <name>', 'a cluster that may be changed')
    .option('-o, --out <file>', "the recording's file (default: by engine, in the module's `recordings` folder)")
    .action(async (name: string, options: {readonly cluster: string; readonly out?: string}) => {
      const {recordModule} = await import('./prove-module.ts');
      process.exitCode = await recordModule(name, options);
    });
}
