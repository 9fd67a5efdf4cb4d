import type {AssertionKit} from '../deepdive.d.ts';

const START = 64; // the time to live that Linux gives to its packets; each router takes one

export default ({output, take, fail, judgeEach, parsedData, requireExit, seen}: AssertionKit) =>
  output({
    id: 'ping.answered',
    version: 1,
    title: 'each request is answered, from beyond so many routers',
    args: {from: take.ipv4, routers: take.count(0)},
    argsHelp: {from: 'the address that answers', routers: 'how many routers the answer has crossed'},
    example: {from: '198.51.100.2', routers: 1},
    codes: {
      other_exit: 'ping failed: no answer, or no route',
      empty: 'the command printed nothing',
      lost: 'not all requests were answered ({seen})',
      other_address: 'another address answered ({seen})',
      other_way: 'the answer has crossed another number of routers ({seen})',
    },
    mutants: ['rows-gone', 'other-values', 'no-output', 'other-exit'],
    evaluate: ({from, routers}, outputs) =>
      judgeEach(outputs, `${from} answers across ${routers} router(s)`, one => {
        requireExit(one);
        const {rows} = parsedData(one);
        const replies = rows.filter((row: any) => row.ttl !== undefined);
        const sent = rows.find((row: any) => row.sent !== undefined)?.sent ?? 0;
        if (replies.length === 0 || replies.length !== sent)
          fail({
            code: 'lost',
            reason: `${one.node}: ${replies.length} of ${sent} requests were answered`,
            expected: sent,
            actual: replies.length,
            words: {seen: `${replies.length} of ${sent}`},
          });
        return replies.map((reply: any) => {
          if (reply.from !== from)
            fail({
              code: 'other_address',
              reason: `${one.node}: ${reply.from} answered, not ${from}`,
              expected: from,
              actual: reply.from,
              words: {seen: reply.from},
            });
          if (START - reply.ttl !== routers)
            fail({
              code: 'other_way',
              reason: `${one.node}: the answer has crossed ${START - reply.ttl} routers, not ${routers}`,
              expected: routers,
              actual: START - reply.ttl,
              words: {seen: String(START - reply.ttl)},
            });
          return seen(one, `${reply.from} ttl ${reply.ttl}`);
        });
      }),
  });
