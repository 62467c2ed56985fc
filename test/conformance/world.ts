import { SocketAddr, type ToSocketAddrs } from '../../lib/index.js';
import type { Api, Datagrams, Listener, Stream } from './api.js';
import { outcome, showAddress } from './show.js';
import { accept, listenerSteps, makeListener, makeStream, streamSteps } from './tcp_steps.js';
import { makeDatagram, udpSteps } from './udp_steps.js';

export type AnySocket = Listener | Stream | Datagrams;
/** A step of a socket: Rust's method, by ours. */
export type Step<S> = (socket: S, args: readonly string[], world: World) => unknown;

/** The sockets of one scenario, under their names: rust/world.rs. */
export class World implements Disposable {
  readonly api: Api;
  readonly sockets = new Map<string, AnySocket>();
  /** Whose port it is: the first name that had it. */
  readonly ports = new Map<number, string>();
  /** Kept open, out of reach. */
  readonly others: AnySocket[] = [];
  /** Bytes that `write_until_error` got rid of. */
  written = 0;
  /** Connections made and not accepted. */
  waiting = 0;
  /** The local addresses that names stand for, also of sockets that were closed. */
  readonly #addresses = new Map<string, SocketAddr>();

  constructor(api: Api) {
    this.api = api;
  }

  perform(step: string): Promise<string> {
    const [verb, name, ...args] = step.split(' ') as [string, string, ...string[]];
    return outcome(() => this.#dispatch(verb, name, args));
  }

  async #dispatch(verb: string, name: string, args: string[]): Promise<unknown> {
    const make = makeListener[verb] ?? makeStream[verb] ?? makeDatagram[verb];
    if (make !== undefined) {
      const socket = await make(this, args);
      const local = this.add(name, socket);
      return verb === 'listen' || verb === 'bind' ? this.show(local) : undefined;
    }
    if (verb.startsWith('accept')) return accept(this, verb, name, args[0]!);
    if (verb === 'clone') return void this.add(name, this.sockets.get(args[0]!)!.tryClone());
    const socket = this.sockets.get(name);
    if (verb === 'close') {
      this.sockets.delete(name);
      return socket!.close();
    }
    if (socket instanceof this.api.TcpListener) return listenerSteps[verb]!(socket, args, this);
    if (socket instanceof this.api.TcpStream) return streamSteps[verb]!(socket, args, this);
    return udpSteps[verb]!(socket as Datagrams, args, this);
  }

  /** Takes a new socket in and gives its local address. */
  add(name: string, socket: AnySocket): SocketAddr {
    const local = socket.localAddr();
    if (!this.ports.has(local.port)) this.ports.set(local.port, name);
    this.#addresses.set(name, local);
    this.sockets.get(name)?.close(); // what Rust drops then
    this.sockets.set(name, socket);
    return local;
  }

  address(name: string): SocketAddr {
    return this.#addresses.get(name.replace(/^@/, ''))!;
  }

  /** `@a,@b` and `none` are lists of addresses; a text is left to ours. */
  resolve(text: string): ToSocketAddrs {
    if (text === 'none') return [];
    if (!/[@,]/.test(text)) return text;
    return text
      .split(',')
      .map((part) => (part.startsWith('@') ? this.address(part) : SocketAddr.parse(part)));
  }

  show(address: SocketAddr): string {
    return showAddress(address, this.ports);
  }

  [Symbol.dispose](): void {
    for (const socket of [...this.sockets.values(), ...this.others]) socket.close();
  }
}

/** `''` is no bytes, `x*9` nine of them, `hex:ff` a byte. */
export function bytesOf(text: string): Buffer {
  if (text === "''") return Buffer.alloc(0);
  if (text.startsWith('hex:')) return Buffer.from(text.slice(4), 'hex');
  const [unit, times] = text.split('*') as [string, string?];
  return Buffer.from(times === undefined ? unit : unit.repeat(Number(times)));
}

export function limitOf(text: string): number | null {
  return text === 'none' ? null : Number(text);
}
