// tsx does not reach into Workers: loads it, then the module that is named behind the '?'. Compiled code, and a Node that runs
// TypeScript itself, need no such file: inWorkers() takes the module's own URL.
import { register } from 'tsx/esm/api';

register();
const handler = await import(new URL(import.meta.url).search.slice(1));
export const { default: serveOne, onData, onOpen, onEnd } = handler;
export default serveOne;
