import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import type {ReportOptions} from './options.ts';

/** The results as they are. */
export function json(results: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string {
  return `${JSON.stringify(forAudience(results, audience), null, 2)}\n`;
}
