import {resolve} from 'node:path';
import {EXIT, Failure} from '../core/failure.ts';
import {printReport} from '../plain/print-report.ts';
import {spotOf} from '../session/find.ts';
import {checksIn} from '../session/items.ts';
import {reportOf} from '../session/step-report.ts';
import type {Action} from './action.ts';
import {printJson} from './print.ts';
import {unknownName} from './unknown-name.ts';

const report: Action = async (session, out, _args, options) => {
  await session.probe();
  const told = reportOf(session.state());
  if (options.json === true) printJson(`${JSON.stringify(told, undefined, 2)}\n`);
  else printReport(told, out);
  return EXIT.passed;
};

const transcript: Action = async (session, out, [file], options) => {
  const {prepareTranscript, saveTranscript, unknownHosts} = await import('../session/transcript/save.ts');
  const redacted = options.redact === true;
  const wishes = {whole: options.all === true, redacted, force: options.force === true, at: Date.now()};
  if (file === undefined || file === '-') {
    const {transcriptOf} = await import('../session/transcript/transcript.ts');
    await prepareTranscript(session);
    out.verbatim(transcriptOf(session.state(), wishes), 0);
    return EXIT.passed;
  }
  const kept = await saveTranscript(session, resolve(file), wishes);
  if (kept.kind === 'refused') {
    out.text(`${kept.message}. Name another file, or add --force.`);
    return EXIT.usage;
  }
  out.text(kept.replaced ? `Written in the place of the transcript that was in ${file}.` : `Written to ${file}.`);
  const unknown = redacted ? unknownHosts(session) : [];
  if (unknown.length > 0)
    out.text(`No answer from ${unknown.join(', ')}: host names that are not known there were not redacted.`);
  return EXIT.passed;
};

const reportCheck: Action = async (session, out, [id, file], options, asking) => {
  await session.probe();
  const checks = checksIn(spotOf(session.state()).items).map(check => check.id);
  if (id !== undefined && !checks.includes(id)) throw unknownName('check', id, checks);
  const {lesson, checks: known} = session.state();
  const chosen = id ?? checks.find(one => known[`${lesson}/${one}`]?.status !== 'pass') ?? checks[0];
  if (chosen === undefined) throw new Failure('this step has no check', EXIT.nothing);
  // The facts that it judges by are those of now: the journal keeps none.
  await session.check(chosen, {once: true});
  const words =
    typeof options.say === 'string' ? options.say : await asking.words('What is wrong with it, in a line? ');
  const target = file ?? `bad-check-${chosen}.json`;
  const {saveBadCheck} = await import('../session/bad-check/save.ts');
  const redacted = options.asItIs !== true;
  const wanted = {id: `${lesson}/${chosen}`, words, redacted, force: options.force === true, at: Date.now()};
  const kept = await saveBadCheck(session, resolve(target), wanted);
  if (kept.kind === 'refused') {
    out.text(`${kept.message}. Name another file, or add --force.`);
    return EXIT.usage;
  }
  out.text(`${kept.replaced ? 'Written anew' : 'Written'} to ${target}.`);
  out.text('It holds the step of the lesson, your commands and what they printed, and the facts that the check needs.');
  const stood = redacted ? 'Host names, addresses, MACs and ids are stand-ins.' : 'Nothing in it is redacted.';
  out.text(`${stood} Nothing was sent anywhere: read it, then send it yourself.`);
  return EXIT.passed;
};

export const keepActions = {report, transcript, 'report-check': reportCheck} as const;
