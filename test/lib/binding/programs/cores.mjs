// cores.mjs CORE: holds this process on that core.
import { native } from '../../../../dist/binding/index.js';

console.log(`before ${native.allowedCores()}`);
native.pinProcess(process.pid, [Number(process.argv[2])]);
console.log(`after ${native.allowedCores()}`);
