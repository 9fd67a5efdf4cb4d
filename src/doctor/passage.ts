import type {Seen, Sent, Tracked} from './read-traffic.ts';
import type {Sending} from './traffic-plan.ts';

/** How far a packet came from one node to another. */
export type Passage =
  | {readonly kind: 'arrived'}
  /** It came, and nothing listens: a swarm is yet to be made. */
  | {readonly kind: 'refused'}
  /** `sender`: it never left; `receiver`: it came to the card and was not let in; `way`: lost in between. */
  | {readonly kind: 'dropped'; readonly where: 'sender' | 'way' | 'receiver' | 'somewhere'; readonly how: string}
  | {readonly kind: 'unknown'; readonly why: string};

/** What is known at one end. */
export interface End {
  /** Undefined when nobody could listen there; `why` says the reason. */
  readonly seen: Seen | undefined;
  readonly why: string;
  readonly tracked: Tracked;
  /** TCP ports where something listens for other machines; undefined when that was not told. */
  readonly listening: ReadonlySet<number> | undefined;
}

export function judgePassage(sending: Sending, sent: Sent | undefined, from: End, to: End): Passage {
  if (sent === undefined) return {kind: 'unknown', why: `${sending.from.id} did not send: ${from.why || 'no answer'}`};
  if (sent.status === 95 || sent.status === 127)
    return {kind: 'unknown', why: `${sending.from.id} could not send: ${sent.said}`};
  return sending.protocol === 'tcp' ? judgeTcp(sending, sent, from, to) : judgeUdp(sending, sent, from, to);
}

function judgeTcp(
  {port, from: {address}, to: {id, address: target}}: Sending,
  sent: Sent,
  from: End,
  to: End,
): Passage {
  if (sent.status === 0) return {kind: 'arrived'};
  const key = `${address} ${target} ${port}`;
  // On a busy node the time may be up before the answer was noticed.
  const answer = from.seen?.answers.get(key) ?? to.seen?.answers.get(key);
  if (answer === 'accepted') return {kind: 'arrived'};
  const [hasLeft, hasCome] = [from.seen?.tcp.has(key), to.seen?.tcp.has(key)];
  const isSeen = hasLeft === true || hasCome === true;
  if (answer === 'refused') {
    if (to.listening === undefined)
      return {kind: 'unknown', why: `it is refused, and whether anything listens on ${id} was not told`};
    if (!to.listening.has(port)) return {kind: 'refused'};
    return {kind: 'dropped', where: lostAt(hasLeft, hasCome), how: 'refused, though something listens'};
  }
  const isTimeout = sent.status === 124 || sent.status === 28 || /time(?:d )?.?out/i.test(sent.said);
  // Without an answer of TCP: a firewall's of another protocol ends a connection with the same words.
  const isRejected = /refused|no route|unreachable|prohibited/i.test(sent.said);
  if (!isTimeout && !isRejected) return {kind: 'unknown', why: `the connection failed: ${sent.said || sent.status}`};
  // Nothing is known of what nobody has seen leave, on a node that may have had no time for it.
  if (!isSeen && (isTimeout || /refused/i.test(sent.said)))
    return {
      kind: 'unknown',
      why: `${isTimeout ? 'no answer came' : 'it is refused'}, and that anything was sent was not seen`,
    };
  return {kind: 'dropped', where: lostAt(hasLeft, hasCome), how: isTimeout ? 'no answer' : sent.said};
}

function judgeUdp({port, from: source, to: target}: Sending, sent: Sent, from: End, to: End): Passage {
  const key = `${source.id} ${target.id} ${port}`;
  const leaving = from.seen?.udp.get(key) ?? [];
  const coming = to.seen?.udp.get(key) ?? [];
  const isIn = (source: string) => !('why' in to.tracked) && to.tracked.has(`${source} ${port}`);
  if ([...coming, ...leaving].some(isIn)) return {kind: 'arrived'};
  if (to.seen === undefined) return {kind: 'unknown', why: `nobody could listen on ${target.id}: ${to.why}`};
  if (coming.length > 0) {
    if (!('why' in to.tracked)) return {kind: 'dropped', where: 'receiver', how: 'it comes to the card'};
    const why = `it comes to the card of ${target.id}, and whether that lets it in was not seen: ${to.tracked.why}`;
    return {kind: 'unknown', why};
  }
  const isForbidden = /not permitted/i.test(sent.said);
  if (sent.status !== 0 && !isForbidden) return {kind: 'unknown', why: `${source.id} could not send: ${sent.said}`};
  const hasLeft = isForbidden ? false : from.seen && leaving.length > 0;
  return {kind: 'dropped', where: lostAt(hasLeft, false), how: isForbidden ? sent.said : 'it does not come'};
}

/** By who has seen it; undefined for who could not look. */
function lostAt(left: boolean | undefined, came: boolean | undefined): 'sender' | 'way' | 'receiver' | 'somewhere' {
  if (came === true) return 'receiver';
  if (left === false) return 'sender';
  return left === true && came === false ? 'way' : 'somewhere';
}
