/**
 * Words of rows that net-tools (2.10 and 1.60) translate, taken from its message catalogues: Czech, German, Estonian,
 * French, Japanese, Portuguese. Headers are not listed: rows are known by their shape.
 */
const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTABLISHED SPOJENO VERBUNDEN ESTABELECIDA',
  SYN_SENT: 'SYN_SENT SYN_ENVIADO',
  SYN_RECV: 'SYN_RECV SYN_RECEBIDO',
  FIN_WAIT1: 'FIN_WAIT1 ESPERA_FIN1',
  FIN_WAIT2: 'FIN_WAIT2 ESPERA_FIN2',
  TIME_WAIT: 'TIME_WAIT',
  CLOSE: 'CLOSE ZAVŘEN FECHAR',
  CLOSE_WAIT: 'CLOSE_WAIT ESPERANDO_FECHAR',
  LAST_ACK: 'LAST_ACK ÚLTIMO_ACK',
  LISTEN: 'LISTEN NASLOUCHÁ OUÇA',
  CLOSING: 'CLOSING ZAVÍRÁ FECHANDO',
  UNKNOWN: 'UNKNOWN NEZNÁM UNBEKANNT TUNDMATU INCONNU 不明 DESCONHECIDA',
};
const UNIX_STATES: Readonly<Record<string, string>> = {
  LISTEN: 'LISTENING NASLOUCHÁ HÖRT OUVINDO',
  ESTABLISHED: 'CONNECTED SPOJEN VERBUNDEN ÜHENDATUD CONNECTE CONECTADO',
  CONNECTING: 'CONNECTING SPOJUJE VERBINDUNGSAUFBAU ÜHENDUMAS ENCONNEXION CONECTANDO',
  DISCONNECTING: 'DISCONNECTING ODPOJUJE VERBINDUNGSABBAU LAHTIÜHENDUMAS ENDECONNEXION DESCONECTANDO',
  FREE: 'FREE NEALOKOVÁN FREI VABA LIBRE LIVRE',
};
const UNIX_TYPES: Readonly<Record<string, string>> = {
  stream: 'STREAM',
  dgram: 'DGRAM',
  seqpacket: 'SEQPACKET SEQPAKET',
  raw: 'RAW',
  rdm: 'RDM',
  packet: 'PACKET',
  unknown: 'UNKNOWN NEZNÁM UNBEKANNT TUNDMATU INCONNU 不明 DESCONHECIDA',
};
const TIMERS: Readonly<Record<string, string>> = {
  off: 'off vyp aus オフ desligado',
  on: 'on zapnut ein käib オン em',
  keepalive: 'keepalive キープアライブ',
  timewait: 'timewait 時間待ち',
  probe: 'probe',
};

/** Spellings of a state of a TCP socket and the one that is kept. */
export const TCP_STATE = spellings(STATES);
export const UNIX_STATE = spellings(UNIX_STATES);
export const UNIX_TYPE = spellings(UNIX_TYPES);
export const TIMER = spellings(TIMERS);

function spellings(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).flatMap(([kept, all]) => all.split(' ').map(word => [word, kept] as const)));
}
