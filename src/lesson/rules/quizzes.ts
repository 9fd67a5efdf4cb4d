import type {CaptureType, QuizType} from '../../core/lesson.ts';
import type {Report} from '../../core/source.ts';
import {holes} from '../../core/template.ts';
import type {Draft} from '../build/draft.ts';
import {capturesByName} from './captures.ts';

/** Captures whose value can be the answer to a quiz of each type. */
const ANSWERS: Readonly<Record<Exclude<QuizType, 'text' | 'choice'>, readonly CaptureType[]>> = {
  integer: ['int', 'port'],
  hex: ['hex'],
  mac: ['mac'],
  ipv4: ['ipv4'],
  node: ['node'],
};

/** The answer computed from captures is of the quiz's own type: else no student could ever be right. */
export function quizzes(draft: Draft, report: Report): void {
  const byName = capturesByName(draft);
  const typeOf = (text: string): CaptureType | undefined => {
    const [hole, ...more] = holes(text);
    const capture = hole && more.length === 0 ? byName.get(hole.name)?.[0] : undefined;
    return capture?.from && capture.capture.type;
  };
  for (const {quiz, where} of draft.quizzes) {
    const {answer, type} = quiz;
    if (answer.kind === 'value' && type !== 'text' && type !== 'choice') {
      const found = typeOf(answer.template);
      if (found === undefined || ANSWERS[type].includes(found)) continue;
      report(where.value(['answer']), `answer: a quiz of type ${type} cannot be answered by a captured ${found}`);
    } else if (answer.kind === 'call') {
      const argument = typeOf(answer.argument);
      const [takes, gives] = answer.name === 'hexToInt' ? ['hex', 'integer'] : ['int', 'hex'];
      if (answer.name === 'count') continue;
      if (argument !== undefined && argument !== takes) {
        report(
          where.value(['answer', answer.name]),
          `answer: ${answer.name} takes a captured ${takes}, found a captured ${argument}`,
        );
      } else if (type !== gives && type !== 'text') {
        report(where.value(['answer']), `answer: ${answer.name} gives type ${gives}, but the quiz is of type ${type}`);
      }
    }
  }
}
