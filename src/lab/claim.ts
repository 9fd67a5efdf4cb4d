import {withClaim as withClaimOf} from '../state/claim.ts';
import type {LabPlaces} from './places.ts';

/** Does `work` while no other program makes or removes the same lab. */
export function withClaim<T>({name, claim}: LabPlaces, work: () => Promise<T>): Promise<T> {
  return withClaimOf(claim, `lab ${name} is being made or removed`, work);
}
