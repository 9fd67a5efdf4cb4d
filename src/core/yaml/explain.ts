import type {YAMLParseError} from 'yaml';

export interface Explained {
  readonly offset: number;
  readonly message: string;
}

/** Where YAML breaks, and what to do about it: the parser's own words name the parts of a grammar. */
export function explain({code, message, pos}: YAMLParseError, text: string): Explained {
  const offset = pos[0];
  return odd(text, offset) ?? {offset, message: inWords(code, message, offset, text)};
}

/** What an editor or a copied page has put in the place of a blank or a quote is not seen where it stands. */
function odd(text: string, offset: number): Explained | undefined {
  const indent = /^[ \t]*[\u00a0\u2007\u202f]/m.exec(text);
  if (indent !== null) {
    return {
      offset: indent.index + indent[0].length - 1,
      message: 'this line is indented by a no-break space: use blanks',
    };
  }
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const quote = /(?:^|[:[{,-][ \t]*)([“”„‟‘’‚])/.exec(text.slice(from).split('\n', 1)[0]!);
  if (quote === null) return undefined;
  return {
    offset: from + quote.index + quote[0].length - 1,
    message: `${quote[1]} is no quote here: write " or '`,
  };
}

function inWords(code: YAMLParseError['code'], message: string, offset: number, text: string): string {
  const rest = text.slice(offset).split('\n', 1)[0]!;
  const found = /^[^\s:,}]*/.exec(rest)![0];
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key "${found}" stands here a second time`;
    case 'MULTIPLE_DOCS':
      return 'a line "---" begins a second document, which would not be read: take it away';
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/:(?:\s|$)/.test(rest)) return 'this value has ": " in it: put it into quotes';
      return 'the next line is indented further than this one, which has its value already: give both the same indent';
    case 'MULTILINE_IMPLICIT_KEY':
      return `expected "key: value", with a blank after the colon, found "${rest.trim().slice(0, 40)}"`;
    case 'BLOCK_IN_FLOW':
      return `a comma is missing after "${found}", or a closing } or ]`;
    case 'BAD_SCALAR_START':
      return `a value cannot begin with ${rest.slice(0, 1)}: put it into quotes`;
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent: use blanks';
    case 'UNEXPECTED_TOKEN':
      if (message.startsWith('Block scalar'))
        return `a value cannot begin with ${text[offset - 1]}: put it into quotes`;
      if (!message.endsWith('at node end')) break;
      if (offset === 0 || text[offset - 1] === '\n')
        return 'this line does not go on from those before: mind its indent';
      return `the value ends before "${found}": put the whole of it into quotes`;
    case 'BAD_INDENT':
      if (message.startsWith('All ')) return 'this line is indented otherwise than those that it belongs to';
      break;
    case 'MISSING_CHAR':
      if (message.endsWith('map values')) return `expected "key: value", found "${rest.trim().slice(0, 40)}"`;
      break;
  }
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
