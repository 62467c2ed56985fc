// tsx does not reach into Workers: loads it, then the handler. Compiled code, and a Node that runs TypeScript itself, need no such file.
import { register } from 'tsx/esm/api';

register();
export default (await import('./kv-handler.ts')).default;
