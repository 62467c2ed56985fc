// serving.mjs SETTINGS: the soak's servers, all in one process. They are ended, and started anew, as the parent says.
import { holds } from './holds.mjs';
import { answer, settings, tell } from './remote.mjs';
import { servicesOf } from './services.mjs';
import { storm } from './storm.mjs';

const running = new Map(); // by name
const leaving = new Map();
const generations = new Map();
const played = new Map(); // by name and generation: what the random handlers did since somebody asked
const counts = { accepted: 0, ended: 0, active: 0, restarts: 0, late: { ms: 0, name: null }, errors: {} };

const keyOf = (name, generation) => `${name} ${generation}`;
const services = servicesOf(settings.seed, logOf);

function logOf(name) {
  const key = keyOf(name, generations.get(name));
  const log = (what) => (entry) => {
    if (!played.has(key)) played.set(key, { begun: [], ended: [] });
    played.get(key)[what].push(entry);
  };
  return { begin: log('begun'), end: log('ended') };
}

async function start(name) {
  generations.set(name, (generations.get(name) ?? 0) + 1);
  const fault = ({ what }) => tell({ fault: { where: name, what } });
  running.set(name, await services[name](fault));
  return [name, running.get(name).port];
}

/** A new one first; the old one is ended by leave(), when everybody knows. */
async function replace(name) {
  leaving.set(name, running.get(name));
  return start(name);
}

async function leave({ name, drain }) {
  const service = leaving.get(name);
  const { late, wrong } = await service.stop(drain);
  leaving.delete(name);
  counts.restarts++;
  if (late > counts.late.ms) counts.late = { ms: Math.round(late), name, drain };
  if (service.counts) add(counts, service.counts());
  if (wrong !== null) tell({ fault: { where: name, what: wrong } });
}

function add(total, { accepted, ended, active, errors }) {
  if (accepted !== ended + active)
    tell({ fault: { what: `${accepted} accepted, ${ended} ended, ${active} active` } });
  total.accepted += accepted;
  total.ended += ended;
  total.active += active;
  for (const [kind, count] of Object.entries(errors)) total.errors[kind] = (total.errors[kind] ?? 0) + count;
}

async function look(options) {
  const total = structuredClone(counts);
  for (const service of running.values()) if (service.counts) add(total, service.counts());
  const deeds = [...played];
  played.clear();
  return { ...(await holds(options)), ...total, deeds };
}

answer({
  start: () => Promise.all(Object.keys(services).map(start)),
  replace,
  leave,
  storm,
  look,
});
