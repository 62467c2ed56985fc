/** A client as any other, of whom the campaigns want to know how it fares beside their monsters. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Sends requests one after the other, a millisecond apart. `stop()` resolves to the milliseconds that each reply took; it
 * rejects when one was wrong or the connection ended.
 */
export function ping(port, request, reply) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const times = [];
  let stopped = false;
  let received = '';
  let heard = () => {};
  socket.setEncoding('utf8').on('data', (text) => {
    received += text;
    heard();
  });

  const failed = new Promise((_, reject) => {
    socket.once('error', reject);
    socket.once('close', () => stopped || reject(new Error('a good client was ended')));
  });
  const going = (async () => {
    while (!stopped) {
      const start = performance.now();
      received = '';
      socket.write(request);
      while (received.length < reply.length) await new Promise((resolve) => (heard = resolve));
      if (received !== reply) throw new Error(`wrong reply: ${received}`);
      times.push(performance.now() - start);
      await sleep(1);
    }
  })();
  const over = Promise.race([going, failed]);
  over.catch(() => {}); // stop() tells

  return {
    async stop() {
      stopped = true;
      await over;
      socket.destroy();
      return times;
    },
  };
}
