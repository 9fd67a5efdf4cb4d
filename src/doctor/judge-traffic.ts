import type {Finding} from './finding.ts';
import type {Look} from './look.ts';
import {openPort} from './open-port.ts';
import type {Passage} from './passage.ts';
import type {Sending} from './traffic-plan.ts';

export function trafficFinding(sending: Sending, passage: Passage, looks: ReadonlyMap<string, Look>): Finding {
  const {protocol, port, from, to, what} = sending;
  const base = {area: 'traffic', code: `traffic.${port}/${protocol}`} as const;
  const name = `${port}/${protocol}`;
  switch (passage.kind) {
    case 'arrived':
      return {...base, standing: 'ok', what: `${name} arrives`};
    case 'refused':
      return {
        ...base,
        standing: 'ok',
        what: `${name} is refused: nothing listens there, as before a swarm is made`,
      };
    case 'unknown':
      return {...base, standing: 'unknown', what: `${name}: ${passage.why}`};
    case 'dropped': {
      const words = `${name} (${what}) is dropped ${whereWords(sending, passage.where)}: ${passage.how}`;
      if (passage.where === 'way' || passage.where === 'somewhere') {
        const open = `let ${from.address} reach ${protocol} port ${port} of ${to.address} there, as in the security group of a cloud`;
        return {...base, standing: 'gap', what: `${words}; ${open}`};
      }
      const look = looks.get(passage.where === 'sender' ? from.id : to.id);
      const mend = look && openPort(sending, passage.where, look);
      return {...base, standing: 'gap', what: words, ...(mend && {mend})};
    }
  }
}

function whereWords({from, to}: Sending, where: 'sender' | 'way' | 'receiver' | 'somewhere'): string {
  switch (where) {
    case 'sender':
      return `on ${from.id}, by its own firewall or for want of a way to ${to.address}`;
    case 'receiver':
      return `by the firewall of ${to.id}`;
    case 'way':
      return `between ${from.id}, which it leaves, and ${to.id}, where it does not come`;
    case 'somewhere':
      return `on the way from ${from.id} to ${to.id}`;
  }
}
