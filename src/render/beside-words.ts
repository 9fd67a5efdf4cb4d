import type {Run} from '../core/lesson.ts';

/** What a run of a pair does while the other does its part. */
export function besideWords({beside}: Run, partner: string): string {
  return beside === undefined ? `${partner} listens meanwhile` : `listens while ${partner} runs`;
}
