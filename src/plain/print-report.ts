import {leftWords, standingWords, stepWords, sumWords, troubleWords} from '../session/report-words.ts';
import type {Report, StepReport} from '../session/step-report.ts';
import {plainText} from './print-prose.ts';
import type {Writer} from './writer.ts';

/** Each step in a line, and below it what fails, what could not be looked at, and what is left of one that was begun. */
export function printReport({lessons, sum}: Report, out: Writer): void {
  for (const [index, lesson] of lessons.entries()) {
    out.text(`Lesson ${index + 1}: ${lesson.title}: ${sumWords(lesson.sum)}`, 0, 2);
    for (const step of lesson.steps) printStep(step, out);
    out.line();
  }
  out.text(`All: ${sumWords(sum)}.`, 0, 2);
}

function printStep(step: StepReport, out: Writer): void {
  const facts = [standingWords(step), ...stepWords(step)].join(', ');
  out.text(`${step.lesson}/${step.step}: ${facts}`, 2, 4);
  for (const {text} of troubleWords(step)) out.text(plainText(text), 4, 6);
  const left = leftWords(step);
  if (left !== '' && (step.status === 'working' || step.status === 'unavailable')) out.text(left, 4, 6);
}
