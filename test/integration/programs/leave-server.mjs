/** Leaves a server that has a connection, in a process that has nothing else to do. It says when it has ended. */
export function leaveServer(server, how) {
  server.on('close', () => console.log('close'));
  server.unref();
  switch (how) {
    case 'unref': // the process ends at once
      break;
    case 'ref': // it goes on until it is closed
      server.ref();
      setTimeout(() => server.close(), 100).unref();
      break;
    case 'shutdown': // whoever awaits has the process wait too
      server.shutdown({ drain: 100 }).then(() => console.log('over'));
      break;
  }
}
