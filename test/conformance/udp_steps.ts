import { IpAddr, type SocketAddr } from '../../lib/index.js';
import type { Datagrams } from './api.js';
import { PATIENCE, until, untilDone, untilError, wouldBlock } from './repeat.js';
import { showBytes, showLimit, showTaken } from './show.js';
import { read } from './tcp_steps.js';
import { bytesOf, limitOf, type Step, type World } from './world.js';

export const makeDatagram: Record<
  string,
  (world: World, args: readonly string[]) => Promise<Datagrams> | Datagrams
> = {
  bind: (world, [address]) => world.api.UdpSocket.bind(world.resolve(address!)),
  /** A port that nobody answers at and nobody else gets: its socket hears only itself. */
  reserve: async (world, [address]) => {
    const socket = await world.api.UdpSocket.bind(world.resolve(address!));
    await socket.connect(socket.localAddr());
    return socket;
  },
};

export const udpSteps: Record<string, Step<Datagrams>> = {
  local_addr: (socket, _, world) => world.show(socket.localAddr()),
  peer_addr: (socket, _, world) => world.show(socket.peerAddr()),
  udp_connect: (socket, [address], world) => socket.connect(world.resolve(address!)),
  take_error: (socket) => showTaken(socket.takeError()),
  take_error_soon: async (socket) =>
    showTaken(
      await until(
        () => socket.takeError(),
        (error) => error !== null,
      ),
    ),
  read_timeout: (socket) => showLimit(socket.readTimeout()),
  write_timeout: (socket) => showLimit(socket.writeTimeout()),
  set_read_timeout: (socket, [ms]) => socket.setReadTimeout(limitOf(ms!)),
  set_write_timeout: (socket, [ms]) => socket.setWriteTimeout(limitOf(ms!)),
  set_nonblocking: (socket, [on]) => socket.setNonblocking(on === 'true'),
  ttl: (socket) => socket.ttl(),
  set_ttl: (socket, [n]) => socket.setTtl(Number(n)),
  broadcast: (socket) => socket.broadcast(),
  set_broadcast: (socket, [on]) => socket.setBroadcast(on === 'true'),

  send: (socket, [data]) => socket.send(bytesOf(data!)),
  send_to: (socket, [data, to], world) => socket.sendTo(bytesOf(data!), world.resolve(to!)),
  send_to_port: (socket, [data, host, of], world) =>
    socket.sendTo(bytesOf(data!), [host!, world.address(of!).port]),
  send_until_error: async (socket) => {
    const error = await untilError(() => socket.send('x'));
    if (error !== null) throw error;
  },
  send_until_ok: (socket, [data]) =>
    untilDone<number>(
      () => socket.send(bytesOf(data!)),
      () => true,
    ),

  recv: guarded((socket, [n]) => read(n!, (buffer) => socket.recv(buffer))),
  peek: guarded((socket, [n]) => read(n!, (buffer) => socket.peek(buffer))),
  peek_soon: guarded((socket, [n]) => untilDone(() => read(n!, (buffer) => socket.peek(buffer)), wouldBlock)),
  recv_from: guarded((socket, [n], world) => from(world, n!, (buffer) => socket.recvFrom(buffer))),
  peek_from: guarded((socket, [n], world) => from(world, n!, (buffer) => socket.peekFrom(buffer))),

  multicast_loop_v4: (socket) => socket.multicastLoopV4(),
  set_multicast_loop_v4: (socket, [on]) => socket.setMulticastLoopV4(on === 'true'),
  multicast_ttl_v4: (socket) => socket.multicastTtlV4(),
  set_multicast_ttl_v4: (socket, [n]) => socket.setMulticastTtlV4(Number(n)),
  multicast_loop_v6: (socket) => socket.multicastLoopV6(),
  set_multicast_loop_v6: (socket, [on]) => socket.setMulticastLoopV6(on === 'true'),
  join_multicast_v4: (socket, [group, iface]) => socket.joinMulticastV4(group!, iface!),
  leave_multicast_v4: (socket, [group, iface]) => socket.leaveMulticastV4(IpAddr.parse(group!), iface!),
  join_multicast_v6: (socket, [group, iface]) => socket.joinMulticastV6(group!, Number(iface)),
  leave_multicast_v6: (socket, [group, iface]) =>
    socket.leaveMulticastV6(IpAddr.parse(group!), Number(iface)),
};

function guarded(step: Step<Datagrams>): Step<Datagrams> {
  return async (socket, args, world) => {
    if (socket.readTimeout() !== null) return step(socket, args, world);
    socket.setReadTimeout(PATIENCE);
    try {
      return await step(socket, args, world);
    } finally {
      socket.setReadTimeout(null);
    }
  };
}

type Came = [n: number, from: SocketAddr];

async function from(
  world: World,
  size: string,
  call: (buffer: Buffer) => Came | Promise<Came>,
): Promise<string> {
  const buffer = Buffer.alloc(Number(size));
  const [n, sender] = await call(buffer);
  return `${showBytes(buffer.subarray(0, n))} from ${world.show(sender)}`;
}
