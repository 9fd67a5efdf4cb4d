import type {Quiz} from './lesson.ts';

type Choices = Pick<Quiz, 'choices' | 'labels'>;

/** The choices of a quiz as they are shown. */
export function labelsOf({choices, labels}: Choices): readonly string[] {
  return labels ?? choices;
}

/** An answer as it is shown: of a choice what it is called, else the answer itself. */
export function labelOf(quiz: Choices, answer: string): string {
  const index = quiz.choices.indexOf(answer);
  return labelsOf(quiz)[index] ?? answer;
}
