import {labelOf, labelsOf} from '../core/choice.ts';
import {indent, type Line, line, span} from './line.ts';
import {renderMarkdown} from './markdown.ts';
import type {StepBlock} from './step-block.ts';
import {wrap} from './wrap.ts';

type QuizBlock = Extract<StepBlock, {kind: 'quiz'}>;

/** A question, its choices, and how it stands. */
export function quizLines(block: QuizBlock, width: number): readonly Line[] {
  const room = width - 2;
  const choices = labelsOf(block.quiz).flatMap((choice, index) =>
    indent(wrap(line(choice), room - 4), [span(` ${index + 1}  `, 'accent')], [span('    ')]),
  );
  const rows = [...renderMarkdown(block.quiz.question, room, block.fill), ...choices, ...standing(block, room)];
  return indent(rows, [span('? ', 'accent')], [span('  ')]);
}

function standing(block: QuizBlock, width: number): readonly Line[] {
  const {quiz, tries, right, said} = block;
  const last = labelOf(quiz, block.last);
  const left = quiz.tries - tries;
  if (right) return wrap([span(`✔ PASS  ${last}`, 'good'), span(`  ${block.points}/${quiz.points}`, 'faint')], width);
  const wrong = tries > 0 ? wrap([span(`✘ ${last}`, 'bad'), span(said === '' ? '' : `  ${said}`)], width) : [];
  const more = left === 1 ? '1 try left' : `${left} tries left`;
  return [...wrong, ...wrap(line(left > 0 ? `Enter: answer · ${more}` : 'no tries left', 'faint'), width)];
}
