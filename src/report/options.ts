import type {Result} from '../core/result.ts';
import type {Audience} from './audience.ts';

/** What a caller may say; each format has its own default for the audience. */
export interface ReportOptions {
  readonly audience?: Audience;
  /** Terminal cells; text only. */
  readonly width?: number;
  /** A byte order mark first, for Excel; CSV only. */
  readonly bom?: boolean;
  /** UUID of this very file; a merge gets a new one. CTRF only. */
  readonly reportId?: string;
  /** Also the points of each student, by id. OpenMetrics only. */
  readonly names?: boolean;
  /** How many runs could not be read. OpenMetrics only. */
  readonly unreadable?: number;
  /** Where the evidence of a submission lies, relative to the repository, for attachments. JUnit only. */
  readonly evidenceFile?: (result: Result) => string | null;
}
