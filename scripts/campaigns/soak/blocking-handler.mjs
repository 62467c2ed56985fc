// An echo for inWorkers(), one connection after the other; every second one writes through a clone.
import { BufReader, BufWriter } from 'stdnet';
import { EXIT } from './exit.mjs';

export default function handle(stream, { id }) {
  const reader = new BufReader(stream);
  const writer = new BufWriter(id % 2 === 0 ? stream : stream.tryClone(), 1_000);
  try {
    for (let bytes = reader.fillBuf(); bytes.length > 0; bytes = reader.fillBuf()) {
      if (bytes.equals(EXIT)) process.exit();
      writer.writeAll(bytes);
      writer.flush();
      reader.consume(bytes.length);
    }
  } finally {
    writer.close();
  }
}
