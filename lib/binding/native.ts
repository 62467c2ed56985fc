/**
 * What the addon exports: plain functions over descriptors and typed arrays, one boundary crossing a call.
 * Everything is checked again on the native side as far as memory safety needs it; messages for humans (argument
 * errors, closed sockets) are the facade's.
 *
 * An address crosses as {@link PACKED_SIZE} bytes (native/core/address.h): nothing is built for one that nobody looks at.
 * Errors of the system are thrown through the function given to `setErrorFactory`.
 * @internal
 */

import type { LoadOptions, LoadReport } from './native_load.js';
import type { NativeWorkers } from './native_workers.js';

export const PACKED_SIZE = 28;

/** An address as the addon packs it: 4 or 6, 0, port, flowinfo, scope id, octets; big-endian. */
export type Packed = Uint8Array;
/** One or more addresses, one behind the other. */
export type PackedList = Uint8Array;
export type Fd = number;

export type ErrorFactory = (
  kind: string,
  rawOsError: number | null,
  code: string,
  syscall: string | null,
  message: string,
  address: Packed | null,
  transferred: number | null,
) => Error;

/** The numbers of native/os/socket_options.h. */
export const Option = {
  Nodelay: 0,
  TtlV4: 1,
  Broadcast: 2,
  RecvBufferSize: 3,
  SendBufferSize: 4,
  MulticastLoopV4: 5,
  MulticastTtlV4: 6,
  MulticastLoopV6: 7,
  Keepalive: 8,
  KeepaliveTime: 9,
  KeepaliveInterval: 10,
  KeepaliveRetries: 11,
  UserTimeout: 12,
  ReuseAddress: 13,
  ReusePort: 14,
  V6Only: 15,
  Type: 16,
  AcceptsConnections: 17,
} as const;
export type Option = (typeof Option)[keyof typeof Option];

/** A native object that JavaScript holds; it lives as long as it is referred to. */
export type NativeHandler = { readonly handler: unique symbol };
export type NativeUdpHandler = { readonly udpHandler: unique symbol };
export type NativeServer = { readonly server: unique symbol };
export type NativeKvStore = { readonly kvStore: unique symbol };

/** What handlers can be told; each takes what concerns it. Bytes. */
export interface NativeHandlerOptions {
  readonly maxLine?: number;
  readonly maxValue?: number;
  readonly store?: NativeKvStore | null; // null: one of its own
}

/** What a server's connections may take. Milliseconds; null: no limit. */
export interface NativeServeOptions {
  readonly pool: number | null; // null: a thread for each connection
  readonly maxConnections: number | null;
  readonly idleTimeout: number | null;
  readonly lineTimeout: number | null;
  readonly writeTimeout: number | null;
  readonly spin: number; // microseconds, a whole number
  readonly nodelay: boolean;
  readonly stackSize: number | null; // null: 128 KiB
}

export interface NativeServeUdpOptions {
  readonly threads: number;
  readonly maxDatagram: number;
  readonly recvBufferSize: number | null; // null: the system's
}

export type NativeServerEvent =
  | readonly [type: 0, id: number, peer: Packed, local: Packed] // connection
  | readonly [
      type: 1, // disconnect
      id: number,
      peer: Packed,
      local: Packed,
      bytesIn: number,
      bytesOut: number,
      duration: number,
      error: Error | null,
    ]
  | readonly [type: 2, peer: Packed | null, reason: 0 | 1 | 2] // drop
  | readonly [type: 3, error: Error] // error
  | readonly [type: 4]; // close: the last one

/** Ended when they are collected, and with the environment. */
export type LoadRun = { readonly loadRun: unique symbol };
export type EventLoop = { readonly eventLoop: unique symbol };

export interface Native extends NativeWorkers {
  /** Per environment; before any other call. */
  setErrorFactory(make: ErrorFactory): void;
  /** Kind, Node's code and the text without ' (os error N)' of any 32-bit integer. */
  describeErrno(errno: number): [kind: string, code: string, text: string];
  /** The process is about to exit: every blocked call of every thread looks up at once. */
  hurry(): void;

  // Addresses. The parsers throw InvalidInput with Rust's text.
  parseIp(text: string): Uint8Array; // 4 or 16 octets
  parseSocketAddr(text: string): Packed;
  formatIp(octets: Uint8Array): string;
  formatSocketAddr(packed: Packed): string;
  /** getaddrinfo, blocking. Scope ids included. */
  lookup(host: string, port: number): PackedList;

  // TCP. `addrs` are tried in order; the last error is thrown.
  tcpConnect(addrs: PackedList): Fd;
  tcpConnectTimeout(addr: Packed, timeoutMs: number): Fd;
  /** `ipv6Only`: null leaves the system's default. */
  tcpBind(addrs: PackedList, backlog: number, reusePort: boolean, ipv6Only: boolean | null): Fd;
  /** Writes the peer's address. */
  accept(listener: Fd, peer: Packed): Fd;

  // Both stream and datagram sockets. A view is any ArrayBufferView; a detached one throws a TypeError.
  recv(fd: Fd, into: ArrayBufferView): number; // a stream's read: 0 at once for an empty buffer
  peek(fd: Fd, into: ArrayBufferView): number;
  recvVectored(fd: Fd, into: readonly ArrayBufferView[]): number;
  /** Fills the buffer or throws, with `transferred` set. */
  recvExact(fd: Fd, into: ArrayBufferView): void;
  send(fd: Fd, from: ArrayBufferView): number;
  sendVectored(fd: Fd, from: readonly ArrayBufferView[]): number;
  /** Sends all or throws, with `transferred` set. */
  sendAll(fd: Fd, from: ArrayBufferView): void;
  shutdown(fd: Fd, how: 0 | 1 | 2): void; // SHUT_RD, SHUT_WR, SHUT_RDWR
  /** Also wakes calls blocked on it in other threads; they throw ERR_SOCKET_CLOSED. Blocks as SO_LINGER says. Never throws. */
  close(fd: Fd): void;
  /** close() for a handle that the garbage collector found: never blocks. */
  reap(fd: Fd): void;
  /** The number is the caller's from now on: nothing here closes it any more. */
  release(fd: Fd): void;
  duplicate(fd: Fd): Fd;
  /** Whether a read or an accept would not block; its outcome may be an error. */
  isReadable(fd: Fd): boolean;
  localAddr(fd: Fd, out: Packed): void;
  peerAddr(fd: Fd, out: Packed): void;
  /** Checks that `fd` is an open socket of that type over IPv4 or IPv6 (InvalidInput), and takes it over. */
  adopt(fd: Fd, type: 'stream' | 'listener' | 'datagram'): void;

  // UDP. An empty buffer takes (and drops) a datagram.
  udpBind(addrs: PackedList, reuseAddr: boolean, reusePort: boolean, ipv6Only: boolean | null): Fd;
  udpConnect(fd: Fd, addrs: PackedList): void;
  udpRecv(fd: Fd, into: ArrayBufferView): number;
  udpPeek(fd: Fd, into: ArrayBufferView): number;
  udpRecvFrom(fd: Fd, into: ArrayBufferView, from: Packed): number;
  udpPeekFrom(fd: Fd, into: ArrayBufferView, from: Packed): number;
  udpSendTo(fd: Fd, from: ArrayBufferView, to: Packed): number;
  /** Writes sizes and senders; returns how many came. At most 1,024. */
  udpRecvMany(fd: Fd, into: readonly ArrayBufferView[], sizes: Uint32Array, from: PackedList): number;
  udpSendMany(fd: Fd, from: readonly ArrayBufferView[], to: PackedList): number;

  // Options.
  getOption(fd: Fd, option: Option): number;
  setOption(fd: Fd, option: Option, value: number): void;
  /** Milliseconds with fractions; null: no limit. A value under 1 µs becomes 1 µs. */
  getTimeout(fd: Fd, direction: 0 | 1 /* read, write */): number | null;
  setTimeout(fd: Fd, direction: 0 | 1, ms: number | null): void;
  getLinger(fd: Fd): number | null; // whole seconds
  setLinger(fd: Fd, seconds: number | null): void;
  setNonblocking(fd: Fd, on: boolean): void;
  /** SO_ERROR as the factory makes it, or null. */
  takeError(fd: Fd): Error | null;
  membershipV4(fd: Fd, join: boolean, group: Uint8Array, iface: Uint8Array): void;
  membershipV6(fd: Fd, join: boolean, group: Uint8Array, ifaceIndex: number): void;

  // The key-value store: shared with handlers, and with every thread that opens it. A key or value is any view.
  kvCreate(options: { readonly maxBytes: number | null }): NativeKvStore;
  /** By an id that kvId() told in any thread; null: nobody holds that store any more, or nobody ever did. */
  kvOpen(id: string): NativeKvStore | null;
  /** 32 hexadecimal digits that nobody can guess. */
  kvId(store: NativeKvStore): string;
  /** Of a large value its size alone: only JavaScript gets an exception where there is no memory for it. */
  kvGet(store: NativeKvStore, key: ArrayBufferView): Buffer | number | null;
  /** Writes a value if there is room for it; its size. */
  kvRead(store: NativeKvStore, key: ArrayBufferView, into: Uint8Array): number | null;
  /** undefined: there is one, but not UTF-8, or too long for a string. */
  kvGetText(store: NativeKvStore, key: ArrayBufferView): string | null | undefined;
  /** Throws StorageFull. */
  kvSet(store: NativeKvStore, key: ArrayBufferView, value: ArrayBufferView): void;
  kvDelete(store: NativeKvStore, key: ArrayBufferView): boolean;
  kvClear(store: NativeKvStore): void;
  kvSize(store: NativeKvStore): number;
  kvBytes(store: NativeKvStore): number;

  // Native handlers. Servers that are given the same one share what it holds.
  /** One of native/handlers/registry.h, by its name. */
  makeHandler(name: string, options: NativeHandlerOptions): NativeHandler;
  /** One of native/handlers/datagram_registry.h. */
  makeUdpHandler(name: string): NativeUdpHandler;

  // Servers.
  /**
   * Takes over a listening descriptor of this environment, also when the system refuses a thread. `onEvents` is called
   * on the JS thread when there are events to be taken, and keeps the event loop alive until the last one has been.
   */
  serve(
    listener: Fd,
    handler: NativeHandler,
    options: NativeServeOptions,
    onEvents: () => void,
  ): NativeServer;
  /**
   * The same for connections that JavaScript handles itself. `onMail` is called when there is mail to be taken; it does not
   * keep the event loop alive.
   */
  serveConnections(
    listener: Fd,
    options: NativeServeOptions,
    onEvents: () => void,
    onMail: () => void,
  ): NativeServer;
  /**
   * The same for connections that Workers accept and serve themselves. They find the server by `id`, which nobody must be able
   * to guess.
   */
  serveWorkers(
    listener: Fd,
    id: string,
    workers: number,
    options: NativeServeOptions,
    onEvents: () => void,
  ): NativeServer;
  /**
   * Some of what the connections say, oldest first: `records[0]` is how many records there are; two numbers each follow. Small
   * chunks are written into `pool` from `used` on. Returns what does not fit into numbers, if there is any: see MailSheet in
   * native/binding/mail_sheet.h, and Mail in mail.h.
   */
  serverMail(
    server: NativeServer,
    records: Uint32Array,
    pool: Uint8Array,
    used: number,
  ): unknown[] | undefined;
  /** `onMail` is called again, in a turn of the event loop that something else keeps alive. */
  serverMailSoon(server: NativeServer): void;
  // A connection is the slot that the mail gave it, until its end was taken from the mail.
  /** Never blocks. `later`: sends nothing itself. Returns how many bytes wait to be sent; -1: the connection is over. */
  connectionWrite(server: NativeServer, slot: number, from: ArrayBufferView, later: boolean): number;
  /** What was written to be sent later is sent by another thread. */
  connectionSend(server: NativeServer, slot: number): void;
  /** Half-closes when all is sent. Returns whether something waits to be: the mail tells when nothing does (drained). */
  connectionEnd(server: NativeServer, slot: number): boolean;
  /**
   * Of a connection that was lent: receives into `pool` from `used` on, without waiting, and returns how many bytes. 0: nothing,
   * and what comes is mail again.
   */
  connectionReceive(server: NativeServer, slot: number, pool: Uint8Array, used: number): number;
  connectionDestroy(server: NativeServer, slot: number): void;
  /** Receives no more, but for what was being received. */
  connectionPause(server: NativeServer, slot: number): void;
  connectionResume(server: NativeServer, slot: number): void;
  /** As `serve()`, with a bound datagram socket: of the events there are errors and the end. */
  serveUdp(
    socket: Fd,
    handler: NativeUdpHandler,
    options: NativeServeUdpOptions,
    onEvents: () => void,
  ): NativeServer;
  /**
   * As `serveUdp()`, for datagrams that JavaScript handles itself. `onDatagrams` is called when there are some to be taken; it does not
   * keep the event loop alive.
   */
  serveDatagrams(
    socket: Fd,
    options: NativeServeUdpOptions,
    onEvents: () => void,
    onDatagrams: () => void,
  ): NativeServer;
  /**
   * Some of the datagrams that wait, oldest first, as `serverMail` does it: see DatagramMail in native/binding/datagram_mail.h.
   * Those of the last call count as handled.
   */
  serverDatagrams(
    server: NativeServer,
    records: Uint32Array,
    pool: Uint8Array,
    used: number,
  ): (Packed | Buffer)[] | undefined;
  /** `onDatagrams` is called again, in a turn of the event loop that something else keeps alive. */
  serverDatagramsSoon(server: NativeServer): void;
  /** Bit n of `topics`: events of type n (0 to 3) are wanted. Before the first call some of all are kept. */
  serverListen(server: NativeServer, topics: number): void;
  /** Some of the events that wait, oldest first. */
  serverEvents(server: NativeServer): NativeServerEvent[];
  /** `ServerStats` or `UdpServerStats` of lib/server/stats.ts. */
  serverStats(server: NativeServer): object;
  /** TCP: the port is free when this returns; connections have `drainMs` to finish. UDP: what was received is answered. */
  serverShutdown(server: NativeServer, drainMs: number): void;
  /** The port is free when this returns; threads are being ended. */
  serverClose(server: NativeServer): void;
  serverKeepAlive(server: NativeServer, alive: boolean): void;
  /** Never blocks: WouldBlock. */
  udpServerSendTo(server: NativeServer, from: ArrayBufferView, to: Packed): number;

  // The benchmark's. Both start threads of their own and return at once.
  loadStart(target: Packed, options: LoadOptions): LoadRun;
  /** null while it runs. Throws what ended the run: the first wrong byte, end of a connection or lasting silence. */
  loadOutcome(run: LoadRun): LoadReport | null;
  /** Within 100 ms the outcome is Interrupted, code ERR_LOAD_CANCELLED. */
  loadCancel(run: LoadRun): void;
  /** One native thread with an event loop for all connections: what blocking threads are compared with. */
  eventLoopStart(address: Packed, work: 'echo' | 'kv' | 'burn', local: Packed): EventLoop;
  eventLoopStop(server: EventLoop): void;
  /** The cores that this thread may run on; empty where the system does not tell. */
  allowedCores(): number[];
  /** Every thread of the process, and those it will start, runs on these cores only. */
  pinProcess(pid: number, cores: readonly number[]): void;
}
