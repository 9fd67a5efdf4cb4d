import type {NodeRun, RunResult} from '../../session/state.ts';
import type {View} from '../view.ts';

/** From this size on an output is read from its file, a line a row, instead of being laid out whole. */
const LARGE_BYTES = 256 * 1024;

/** The result whose file is paged through, when that is what the screen shows. */
export function pagedResult(view: View, runs: readonly NodeRun[]): RunResult | undefined {
  const [run] = runs;
  if (view.screen !== 'output' || view.outputMode !== 'raw' || runs.length !== 1) return undefined;
  const result = run?.result;
  return result?.file !== undefined && result.bytes > LARGE_BYTES ? result : undefined;
}

/** Long lines are cut at the right, not wrapped: what still prints, and what is paged through. */
export function isClipped(view: View, runs: readonly NodeRun[]): boolean {
  return runs.length === 1 && (runs[0]?.result === undefined || pagedResult(view, runs) !== undefined);
}
