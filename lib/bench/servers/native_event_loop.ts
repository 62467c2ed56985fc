// The honest third cell: an event loop as node:net has one, but native. Blocking threads in C++ against an event loop in
// JavaScript alone would compare languages.
import { native } from '../../binding/index.js';
import { PACKED_SIZE } from '../../binding/native.js';
import { pack, portOf } from '../../binding/packed.js';
import { announce } from './child.js';

const local = new Uint8Array(PACKED_SIZE);
const server = native.eventLoopStart(
  pack(Uint8Array.of(127, 0, 0, 1), 0),
  process.argv[2] as 'echo' | 'kv' | 'burn',
  local,
);
// Whoever holds it keeps it running: the listener below does.
process.on('exit', () => native.eventLoopStop(server));
announce(portOf(local));
