/** `stdnet serve`. @internal */
import { Command } from 'commander';
import { CliError } from './error.js';
import { runServer } from './run_server.js';
import type { CommonFlags } from './serve_flags.js';
import type { Running, Service, Stdnet } from './service.js';
import { SERVICES } from './services.js';

/** @internal */
export function serveCommand(): Command {
  const command = new Command('serve').description('a server of native threads');
  for (const service of SERVICES) command.addCommand(serviceCommand(service));
  return command;
}

function serviceCommand(service: Service): Command {
  const command = new Command(service.name).description(service.summary);
  return service.addFlags(command).action(async (flags: CommonFlags) => {
    const server = start(service, await import('../index.js'), flags);
    warnIfReachable(server);
    await runServer(server, service.name, flags);
  });
}

function start(service: Service, stdnet: Stdnet, flags: CommonFlags): Running {
  try {
    return service.start(stdnet, flags);
  } catch (error) {
    if (!stdnet.IoError.isIoError(error)) throw error;
    throw new CliError(
      `cannot listen on '${flags.host}', port ${flags.port}: ${error.message}, ${error.code}`,
    );
  }
}

function warnIfReachable({ local, advice }: Running): void {
  if ((local.ip.toIpv4Mapped() ?? local.ip).isLoopback()) return;
  console.error(`warning: other machines can reach ${local}, and ${advice}`);
}
