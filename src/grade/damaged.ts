import {EXIT, Failure} from '../core/failure.ts';

export function damaged(file: string, why: string): Failure {
  return new Failure(`${file} is damaged: ${why}`, EXIT.damaged);
}
