import {compile} from '@jmespath-community/jmespath';

/** What is wrong with a JMESPath expression, or undefined. */
export function compileQuery(expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Syntax error: /, '');
  }
}
