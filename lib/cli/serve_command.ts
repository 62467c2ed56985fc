/** `stdnet serve`. @internal */
import { Command } from 'commander';
import { IoError, serve, type TcpServer } from '../index.js';
import { CliError } from './error.js';
import { runServer } from './run_server.js';
import { addTcpFlags, serveOptions } from './serve_flags.js';
import { SERVICES, type Service, type ServiceFlags } from './services.js';

/** @internal */
export function serveCommand(): Command {
  const command = new Command('serve').description('a server of native threads');
  for (const service of SERVICES) command.addCommand(serviceCommand(service));
  return command;
}

function serviceCommand(service: Service): Command {
  const command = new Command(service.name).description(service.summary);
  return addTcpFlags(service.addFlags(command)).action(async (flags: ServiceFlags) => {
    const server = start(service, flags);
    warnIfReachable(server);
    await runServer(server, service.name, flags);
  });
}

function start(service: Service, flags: ServiceFlags): TcpServer {
  try {
    return serve([flags.host, flags.port], service.make(flags), serveOptions(flags));
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    throw new CliError(
      `cannot listen on '${flags.host}', port ${flags.port}: ${error.message}, ${error.code}`,
    );
  }
}

function warnIfReachable(server: TcpServer): void {
  const { ip } = server.localAddr();
  if ((ip.toIpv4Mapped() ?? ip).isLoopback()) return;
  console.error(
    `warning: other machines can reach ${server.localAddr()}, and nobody is asked for a password; ` +
      'think of --max-connections and --idle-timeout',
  );
}
