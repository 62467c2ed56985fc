/** `stdnet serve`. @internal */
import { Command } from 'commander';
import { moduleCommand } from './module_command.js';
import { runServer } from './run_server.js';
import type { CommonFlags } from './serve_flags.js';
import { listen, type Running, type Service } from './service.js';
import { SERVICES } from './services.js';

const HELP = `
The first SIGINT or SIGTERM lets connections finish, a second one ends at once.

Exit codes:
  0         it has served, and was asked to end
  1         it cannot listen, or the module cannot be loaded
  130, 143  a second signal

Examples:
  $ stdnet serve echo --port 7878 --pool 4
  $ stdnet serve kv --max-bytes 100000000 --stats 10 --json
  $ stdnet serve --handler ./handler.mjs --in workers --threads 4`;

/** @internal */
export function serveCommand(): Command {
  const module = moduleCommand((server, flags) => serve(server, flags.handler, flags));
  const command = withServices(new Command('serve'))
    .description('a server of native threads, or of a module of yours')
    .addHelpText('after', HELP)
    .addCommand(module, { isDefault: true });
  // What begins with no service comes to the default command.
  module.hook('preAction', () => {
    if (module.args.length > 0) explain(module);
    if (module.opts().handler === undefined && module.opts().in === undefined) command.help({ error: true });
  });
  return command;
}

/** Ends, with what is wrong about an argument that no module has. */
function explain(module: Command): void {
  const [name] = module.args;
  if (SERVICES.some((service) => service.name === name)) {
    module.error(`error: flags stand behind the name of what is served: stdnet serve ${name} …`);
  }
  withServices(new Command('serve')).parse(module.args, { from: 'user' }); // it knows a similar name
}

function withServices(command: Command): Command {
  for (const service of SERVICES) command.addCommand(serviceCommand(service));
  return command;
}

function serviceCommand(service: Service): Command {
  const command = new Command(service.name).description(service.summary);
  return service.addFlags(command).action(async (flags: CommonFlags) => {
    const stdnet = await import('../index.js');
    await serve(
      listen(stdnet, flags, () => service.start(stdnet, flags)),
      service.name,
      flags,
    );
  });
}

async function serve(server: Running, name: string, flags: CommonFlags): Promise<void> {
  warnIfReachable(server);
  await runServer(server, name, flags);
}

function warnIfReachable({ local, advice }: Running): void {
  if ((local.ip.toIpv4Mapped() ?? local.ip).isLoopback()) return;
  console.error(`warning: other machines can reach ${local}, and ${advice}`);
}
