// A Worker's first file: loads tsx, then the TypeScript that the Worker is for. See thread.ts.
import { register } from 'tsx/esm/api';

register();
await import(process.argv[2]);
