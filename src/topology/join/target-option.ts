import type {Rule} from '../../core/rows/iptables.ts';

const NAT = /^(?:(?:--)?(?:random-fully|random|persistent)(?: (?!$)|$))+$/;

/** How targets print their options, in lists and as words of a command line: iptables-extensions(8). */
const OPTIONS: ReadonlyMap<string | null, RegExp> = new Map([
  ['REJECT', /^(?:--)?reject-with [a-z0-9-]+$/],
  ['MASQUERADE', NAT],
  ['SNAT', NAT],
  ['DNAT', NAT],
  ['REDIRECT', NAT],
]);

/** Whether it says how a rule's target does its work; all else that is printed behind a rule may ask something of a packet. */
export function isTargetOption({target}: Rule, extra: string): boolean {
  return OPTIONS.get(target)?.test(extra) ?? false;
}
