import {execa} from 'execa';

/** Where ssh would go for a host by itself; a problem when it goes by way of another machine. */
export async function sshAddress(
  host: string,
  configFile: string | undefined,
): Promise<{readonly address: string} | {readonly problem: string}> {
  const config = configFile === undefined ? [] : ['-F', configFile];
  const {stdout, exitCode} = await execa('ssh', ['-G', ...config, '--', host], {reject: false, timeout: 10_000});
  const settings = new Map(
    stdout.split('\n').map(line => {
      const [key = '', ...words] = line.split(' ');
      return [key, words.join(' ')] as const;
    }),
  );
  const address = settings.get('hostname');
  if (exitCode !== 0 || address === undefined) return {problem: `ssh does not say where ${host} is`};
  const isDetour = ['proxyjump', 'proxycommand'].some(key => (settings.get(key) ?? 'none') !== 'none');
  return isDetour ? {problem: `${host} is reached by way of another machine`} : {address};
}
