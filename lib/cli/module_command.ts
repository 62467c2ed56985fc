/** `stdnet serve --handler`. @internal */
import { Command, Option } from 'commander';
import { loadHandler, type ModuleFlags, type Place, watchWorkers } from './module.js';
import { integer } from './numbers.js';
import { addTcpFlags, serveOptions } from './serve_flags.js';
import { listen, type Running, runningTcp, type Stdnet } from './service.js';

const MAX_WORKERS = 1024;

/** What nothing would heed. */
const NOT_IN: Record<Place, readonly string[]> = {
  workers: ['pool', 'lineTimeout', 'spin', 'stackSize'],
  events: ['threads', 'lineTimeout', 'spin'],
};

/** `run` serves. @internal */
export function moduleCommand(run: (server: Running, flags: ModuleFlags) => Promise<void>): Command {
  const command = new Command('module')
    .description('a module of yours, which need not be named: stdnet serve --handler <file> --in <place>')
    .option('--handler <file>', 'the module')
    .addOption(
      new Option(
        '--in <place>',
        'blocking or onData, in Workers; or its default, called with each connection',
      ).choices(['workers', 'events']),
    )
    .option('--threads <n>', 'Workers (the number of cores)', integer(1, MAX_WORKERS))
    .allowExcessArguments();
  return addTcpFlags(command).action(async (flags: ModuleFlags) => {
    checkFlags(command, flags);
    const stdnet = await import('../index.js');
    await run(await start(stdnet, flags), flags);
  });
}

function checkFlags(command: Command, flags: ModuleFlags): void {
  if (flags.handler === undefined) command.error('error: --in needs --handler <file>');
  if (flags.in === undefined) command.error('error: --handler needs --in workers, or --in events');
  for (const option of command.options) {
    if (!NOT_IN[flags.in].includes(option.attributeName())) continue;
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    command.error(`error: option '${option.flags}' does not apply to --in ${flags.in}`);
  }
}

async function start(stdnet: Stdnet, flags: ModuleFlags): Promise<Running> {
  const handler = await loadHandler(stdnet, flags);
  const { handler: name, in: place, threads: _workers, ...tcp } = flags;
  return listen(stdnet, flags, () => {
    const server = stdnet.serve([flags.host, flags.port], handler, serveOptions(tcp));
    const running = runningTcp(server, flags.drain);
    return place === 'workers' ? { ...running, failed: watchWorkers(server, name) } : running;
  });
}
