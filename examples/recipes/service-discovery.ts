// Finds services in the local network without a name server, by multicast:
//   service-discovery.ts announce NAME IP:PORT [GROUP:PORT] [INTERFACE]     answers whoever asks for NAME
//   service-discovery.ts find NAME [GROUP:PORT] [INTERFACE] [MS]            prints the address of the first that answers
//
// Ask, wait for an answer, ask again where none came, and give up in time: with timeouts of the kernel's that is a loop of five lines.
// INTERFACE is this machine's address in that network; without it nobody else hears. announce() blocks: give it a process, or a Worker.
import { ErrorKind, IoError, SocketAddr, UdpSocket } from 'stdnet';

function announce(name: string, service: SocketAddr, group: SocketAddr, iface: string): void {
  using socket = UdpSocket.bind(group, { reuseAddr: true }); // whoever else announces on this machine has the same port
  socket.joinMulticastV4(group.ip, iface);
  process.once('SIGTERM', () => console.log('stopped')); // makes the blocked call throw Interrupted
  console.log(`announcing ${name} in ${socket.localAddr()}`);
  const buf = Buffer.alloc(256);
  for (;;) {
    try {
      const [n, from] = socket.recvFrom(buf);
      if (buf.toString('utf8', 0, n) === `WHERE IS ${name}`) socket.sendTo(`${name} IS AT ${service}`, from);
    } catch (error) {
      if (IoError.isIoError(error) && error.kind === ErrorKind.Interrupted) return; // closes: leaves the group
      if (!IoError.isIoError(error) || error.syscall === 'recvfrom') throw error;
      console.error(error.message); // an answer that cannot be sent is one asker's bad luck
    }
  }
}

function find(name: string, group: SocketAddr, iface: string, limit: number): string | null {
  using socket = UdpSocket.bind([iface, 0]); // asks in the network of this address
  socket.setMulticastTtlV4(1); // no router passes it on
  let answer = '';
  for (const end = performance.now() + limit; performance.now() < end; ) {
    if (answer === '') socket.sendTo(`WHERE IS ${name}`, group); // datagrams get lost: again after each silence
    answer = receive(socket);
    const [who, service = ''] = answer.split(' IS AT ');
    if (who === name && /^[\w.:%[\]]+$/.test(service)) return service; // anybody may answer anything
  }
  return null;
}

function receive(socket: UdpSocket): string {
  const buf = Buffer.alloc(256);
  socket.setReadTimeout(250);
  try {
    return buf.toString('utf8', 0, socket.recv(buf));
  } catch (error) {
    if (IoError.isIoError(error) && error.kind === ErrorKind.WouldBlock) return '';
    throw error;
  }
}

const [mode, name = '', ...rest] = process.argv.slice(2);
const service = mode === 'announce' ? SocketAddr.parse(rest.shift() ?? '') : null; // an address, or the end here
const [group = '239.255.13.37:7979', iface = '127.0.0.1', limit = '2000'] = rest;
if (service !== null) announce(name, service, SocketAddr.parse(group), iface);
else {
  const found = find(name, SocketAddr.parse(group), iface, Number(limit));
  console.log(found ?? 'nobody answers');
  process.exitCode = found === null ? 1 : 0;
}
