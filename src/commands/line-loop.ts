import {Command, CommanderError} from 'commander';
import {EXIT, Failure} from '../core/failure.ts';
import {shellWords} from '../parse/scan/shell-words.ts';
import {printPlace} from '../plain/print-step.ts';
import type {Writer} from '../plain/writer.ts';
import type {Session} from '../session/session.ts';
import {runsUnderWay} from '../session/under-way.ts';
import {refusal} from './act.ts';
import type {Asking} from './action.ts';
import {actions} from './plain-actions.ts';
import {studentVerbs} from './plain-verbs.ts';
import {snapshotCommand} from './snapshot.ts';
import {optionsAgain} from './stdout-writer.ts';
import type {StudentOptions} from './student-options.ts';
import {topologyCommand} from './topology.ts';
import {type TypedLines, typedLines} from './typed-lines.ts';
import {walkCommand} from './walk.ts';

export interface LoopIo {
  readonly input: NodeJS.ReadableStream;
  readonly out: Writer;
  /** Writes what a person types behind. */
  readonly prompt: (text: string) => void;
  /** `process`; tests hand in an emitter. */
  readonly lifecycle: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

/**
 * A student works with typed verbs, a line each, until `quit`; gives the exit code. Ctrl-C ends what runs, the second
 * time by force; it withdraws a question; only where nothing goes on it leaves.
 */
export async function lineLoop(session: Session, io: LoopIo, options: StudentOptions): Promise<number> {
  const {out, prompt, lifecycle} = io;
  let ended = false;
  let asked = false;
  const stop = () => {
    session.stop(asked ? 'kill' : 'interrupt');
    asked = true;
  };
  const lines = typedLines(io.input, line => {
    if (line.trim() !== 'stop') return false;
    stop();
    return true;
  });
  const asking = inWords(lines, out, prompt);
  let isIdle = false;
  const onInterrupt = () => {
    out.line();
    if (isIdle) ended = true;
    if (lines.isAwaited()) lines.withdraw();
    else stop();
  };
  const onEnd = () => {
    ended = true;
    session.stop('kill');
    lines.withdraw();
  };
  lifecycle.on('SIGINT', onInterrupt);
  for (const signal of ENDING) lifecycle.on(signal, onEnd);
  try {
    printPlace(session.state(), out);
    out.text('Type a verb: show, run, check, why, hint, next; help lists all of them, quit leaves.');
    while (!ended) {
      prompt('deepdive> ');
      isIdle = true;
      const line = await lines.next();
      isIdle = false;
      asked = false;
      if (line === undefined && !ended) {
        out.line();
        break;
      }
      const words = wordsOf(line ?? '', out);
      if (words[0] === 'quit' || words[0] === 'exit') break;
      if (words.length > 0) await perform(words);
      if (asked && runsUnderWay(session.state()).length === 0) out.text('Interrupted; what was done is saved.');
    }
    out.text(`All is saved; go on with: deepdive${optionsAgain(options)}`);
    return ended ? EXIT.interrupted : EXIT.passed;
  } finally {
    lines.close();
    lifecycle.off('SIGINT', onInterrupt);
    for (const signal of ENDING) lifecycle.off(signal, onEnd);
  }

  async function perform(words: readonly string[]): Promise<void> {
    try {
      await verbs().parseAsync(words, {from: 'user'});
    } catch (error) {
      // Commander has said by itself what it did not understand.
      if (error instanceof Failure) out.text(error.message);
      else if (!(error instanceof CommanderError)) throw error;
    }
  }

  /** Made anew for each line: a command remembers the options that it was given. */
  function verbs(): Command {
    const say = (text: string) => {
      for (const line of text.trimEnd().split('\n')) out.line(line);
    };
    const program = new Command('deepdive')
      .usage('VERB')
      .showSuggestionAfterError()
      .enablePositionalOptions()
      .configureHelp({helpWidth: out.width})
      .configureOutput({writeOut: say, writeErr: say})
      .exitOverride();
    const own = studentVerbs(async (name, args, given) => {
      if (name === 'shell') lines.pause();
      const {confirm} = asking;
      const refused = await refusal(session, name, {yes: given.yes === true, width: options.width, confirm});
      return refused ?? actions[name](session, out, args, given, asking);
    });
    for (const verb of own) program.addCommand(verb);
    for (const verb of [walkCommand(), topologyCommand(), snapshotCommand()])
      program.addCommand(ofSession(verb, session, options));
    program.addCommand(new Command('quit').description('leave; all is saved'));
    for (const verb of program.commands) verb.copyInheritedSettings(program).exitOverride();
    return program;
  }
}

const ENDING = ['SIGTERM', 'SIGHUP'] as const;

/** A verb that opens the cluster by itself looks at that of the session. */
function ofSession(verb: Command, session: Session, {module, width}: StudentOptions): Command {
  return verb.hook('preAction', (_, command) => {
    const given = command.opts();
    if (given.snapshot === undefined) command.setOptionValue('cluster', given.cluster ?? session.state().cluster.name);
    command.setOptionValue('module', given.module ?? module);
    command.setOptionValue('width', given.width ?? width);
  });
}

/** Also a verb as it is typed in a shell. */
function wordsOf(line: string, out: Writer): readonly string[] {
  const words = shellWords(line.trim());
  if (words === undefined) {
    out.text('A quote stays open in that line.');
    return [];
  }
  return words[0] === 'deepdive' ? words.slice(1) : words;
}

function inWords(lines: TypedLines, out: Writer, prompt: (text: string) => void): Asking {
  return {
    async confirm() {
      prompt('Go on? Type yes or no: ');
      const yes = /^\s*y(?:es)?\s*$/i.test((await lines.next()) ?? '');
      if (!yes) out.text('Nothing was done.');
      return yes;
    },
    async choose(name, choices) {
      out.text(`Several rows match ${name}:`);
      for (const [index, choice] of choices.entries()) out.text(`${index + 1}. ${choice}`, 2, 5);
      prompt(`Which one? Type its number, 1 to ${choices.length}: `);
      const said = ((await lines.next()) ?? '').trim();
      const chosen = choices.find(choice => choice === said) ?? choices[Number(said) - 1];
      if (chosen === undefined) out.text('None was taken.');
      return chosen;
    },
    async words(question) {
      prompt(question);
      return (await lines.next()) ?? '';
    },
  };
}
