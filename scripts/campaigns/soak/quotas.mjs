/** How many of each kind make a round. */
const node = {
  ...{ churn: 40, talk: 300, half: 20, reset: 10, slow: 2, idle: 2, lines: 40, kv: 30 },
  ...{ datagrams: 60, random: 4, exit: 1, control: 10 },
};
const async = {
  churn: 20,
  talk: 100,
  half: 10,
  reset: 5,
  slow: 1,
  lines: 20,
  kv: 15,
  datagrams: 30,
  silence: 2,
};
const blocking = { churn: 20, talk: 100, half: 10, reset: 5, lines: 20, kv: 15, datagrams: 30, silence: 2 };

const named = (way, quotas) => Object.entries(quotas).map(([visit, quota]) => [`${way} ${visit}`, quota]);

export const strangers = Object.fromEntries(named('node', node));
export const own = Object.fromEntries([...named('async', async), ...named('blocking', blocking)]);

/** Those who stay are visitors of their own: they wait for their turn with a connection open. */
export function split(quotas, way) {
  const kinds = Object.keys(quotas).filter((kind) => kind.startsWith(way));
  const stay = `${way} talk`;
  return { stay: [stay], come: kinds.filter((kind) => kind !== stay) };
}

/** Who blocks needs a Worker. */
export const WORKERS = 4;
