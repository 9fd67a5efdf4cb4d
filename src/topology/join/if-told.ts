import {Failed} from '../failed.ts';
import {Unknown} from '../unknown.ts';

/** What a look finds; undefined where it fails or cannot be had. */
export function ifTold<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Failed || error instanceof Unknown) return undefined;
    throw error;
  }
}
