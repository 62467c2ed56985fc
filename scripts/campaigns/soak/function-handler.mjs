import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';

/** An echo by a function, in each way to use a connection. */
export function echoing(connection) {
  connection.on('error', () => {});
  [byEvents, inALoop, asAStream][connection.id % 3](connection);
}

function byEvents(connection) {
  connection.on('data', (chunk) => {
    if (!connection.write(chunk)) connection.pause();
  });
  connection.on('drain', () => connection.resume());
  connection.on('end', () => connection.end());
}

async function inALoop(connection) {
  try {
    for await (const chunk of connection) {
      if (!connection.write(chunk))
        await Promise.race([once(connection, 'drain'), once(connection, 'close')]);
    }
    connection.end();
  } catch {
    // its peer has gone
  }
}

function asAStream(connection) {
  const duplex = connection.toDuplex();
  pipeline(duplex, duplex).catch(() => {});
}
