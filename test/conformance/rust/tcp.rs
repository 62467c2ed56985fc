//! The steps of TcpListener and TcpStream.

use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::options;
use crate::show::{self, Outcome};
use crate::world::{bytes_of, limit, until, would_block, Socket, World, PATIENCE};

pub fn listen(world: &mut World, name: &str, address: &str) -> Outcome {
    let addresses = world.resolve(address)?;
    let listener = TcpListener::bind(&addresses[..])?;
    let local = world.add(name, Socket::Listener(listener))?;
    Ok(world.show(local))
}

pub fn connect(world: &mut World, name: &str, address: &str) -> Outcome {
    let addresses = world.resolve(address)?;
    world.add(name, Socket::Stream(TcpStream::connect(&addresses[..])?))?;
    Ok(String::new())
}

pub fn connect_port(world: &mut World, name: &str, host: &str, of: &str) -> Outcome {
    world.add(name, Socket::Stream(TcpStream::connect((host, world.address(of).port()))?))?;
    Ok(String::new())
}

pub fn connect_timeout(world: &mut World, name: &str, address: &str, ms: &str) -> Outcome {
    let address = world.resolve(address)?[0];
    let stream = TcpStream::connect_timeout(&address, limit(ms).expect("a limit"))?;
    world.add(name, Socket::Stream(stream))?;
    Ok(String::new())
}

/// Connects until the accept queue is full: from then on nobody answers.
pub fn fill_backlog(world: &mut World, name: &str) -> Outcome {
    let address = world.address(name);
    for _ in 0..1000 {
        let stream = TcpStream::connect_timeout(&address, Duration::from_millis(300))?;
        world.others.push(Socket::Stream(stream));
    }
    Ok("a thousand are in".to_string())
}

pub fn accept(world: &mut World, verb: &str, name: &str, from: &str) -> Outcome {
    let Socket::Listener(listener) = &world.sockets[from] else { panic!("{from} is no listener") };
    let result = until(|| listener.accept(), |result| verb != "accept_soon" || !would_block(result));
    let (stream, peer): (TcpStream, SocketAddr) = result?;
    world.add(name, Socket::Stream(stream))?;
    Ok(world.show(peer))
}

pub fn of_listener(world: &World, listener: &TcpListener, verb: &str, args: &[&str]) -> Outcome {
    match verb {
        "local_addr" => Ok(world.show(listener.local_addr()?)),
        "take_error" => Ok(show::taken(listener.take_error()?)),
        "set_nonblocking" => done(listener.set_nonblocking(args[0] == "true")),
        "set_ttl" => done(listener.set_ttl(number(args[0]))),
        "ttl" => Ok(listener.ttl()?.to_string()),
        _ => panic!("no step {verb} of a listener"),
    }
}

pub fn of_stream(world: &mut World, name: &str, verb: &str, args: &[&str]) -> Outcome {
    match verb {
        "write_until_error" => return write_until_error(world, name),
        "read_written" => return read_written(world, name),
        _ => {}
    }
    let stream = world.stream(name);
    match verb {
        "local_addr" => Ok(world.show(stream.local_addr()?)),
        "peer_addr" => Ok(world.show(stream.peer_addr()?)),
        "shutdown" => done(stream.shutdown(match args[0] {
            "Read" => Shutdown::Read,
            "Write" => Shutdown::Write,
            _ => Shutdown::Both,
        })),
        "await_closed" => match until(|| stream.peer_addr(), Result::is_err) {
            Ok(_) => Ok("never".to_string()),
            Err(e) => Ok(show::error(&e)),
        },
        "take_error" => Ok(show::taken(stream.take_error()?)),
        "take_error_soon" => Ok(show::taken(until(|| stream.take_error(), |taken| !matches!(taken, Ok(None)))?)),
        "read_timeout" => Ok(show::duration(stream.read_timeout()?)),
        "write_timeout" => Ok(show::duration(stream.write_timeout()?)),
        "set_read_timeout" => done(stream.set_read_timeout(limit(args[0]))),
        "set_write_timeout" => done(stream.set_write_timeout(limit(args[0]))),
        "nodelay" => Ok(stream.nodelay()?.to_string()),
        "set_nodelay" => done(stream.set_nodelay(args[0] == "true")),
        "ttl" => Ok(stream.ttl()?.to_string()),
        "set_ttl" => done(stream.set_ttl(number(args[0]))),
        "linger" => Ok(options::linger(stream)?.map_or("None".to_string(), |seconds| format!("{seconds} s"))),
        "set_linger" => done(options::set_linger(stream, args[0].parse().ok())),
        "set_nonblocking" => done(stream.set_nonblocking(args[0] == "true")),
        _ => guarded(stream, |stream| transfer(stream, verb, args)),
    }
}

/// Gives a stream without time limits one for the length of a call: a step that should not block must not hang.
fn guarded<T>(stream: &TcpStream, call: impl FnOnce(&TcpStream) -> io::Result<T>) -> io::Result<T> {
    let (no_read, no_write) = (stream.read_timeout()?.is_none(), stream.write_timeout()?.is_none());
    if no_read {
        stream.set_read_timeout(Some(PATIENCE))?;
    }
    if no_write {
        stream.set_write_timeout(Some(PATIENCE))?;
    }
    let result = call(stream);
    if no_read {
        stream.set_read_timeout(None)?;
    }
    if no_write {
        stream.set_write_timeout(None)?;
    }
    result
}

fn transfer(mut stream: &TcpStream, verb: &str, args: &[&str]) -> Outcome {
    match verb {
        "read" => read(stream, args[0], |mut stream, buffer| stream.read(buffer)),
        "peek" => read(stream, args[0], TcpStream::peek),
        "peek_soon" => until(|| read(stream, args[0], TcpStream::peek), |result| !would_block(result)),
        "read_some" => {
            let is_end = |result: &Outcome| matches!(result, Ok(text) if text == "\"\"");
            until(|| read(stream, args[0], |mut stream, buffer| stream.read(buffer)), |result| !is_end(result))
        }
        "read_exact" => {
            let mut buffer = vec![0; size(args[0])];
            stream.read_exact(&mut buffer)?;
            Ok(show::bytes(&buffer))
        }
        "read_to_end" => {
            let mut all = Vec::new();
            stream.read_to_end(&mut all)?;
            Ok(show::bytes(&all))
        }
        "read_to_string" => {
            let mut all = String::new();
            stream.read_to_string(&mut all)?;
            Ok(show::bytes(all.as_bytes()))
        }
        "read_vectored" => read_vectored(stream, args[0]),
        "write" => Ok(stream.write(&bytes_of(args[0]))?.to_string()),
        "write_all" => done(stream.write_all(&bytes_of(args[0]))),
        "write_vectored" => {
            let parts: Vec<Vec<u8>> = args[0].split(',').map(bytes_of).collect();
            let slices: Vec<IoSlice> = parts.iter().map(|part| IoSlice::new(part)).collect();
            Ok(stream.write_vectored(&slices)?.to_string())
        }
        "write_slices" => Ok(stream.write_vectored(&vec![IoSlice::new(b"x"); size(args[0])])?.to_string()),
        _ => panic!("no step {verb} of a stream"),
    }
}

fn read(stream: &TcpStream, n: &str, call: impl Fn(&TcpStream, &mut [u8]) -> io::Result<usize>) -> Outcome {
    let mut buffer = vec![0; size(n)];
    let n = call(stream, &mut buffer)?;
    Ok(show::bytes(&buffer[..n]))
}

fn read_vectored(mut stream: &TcpStream, sizes: &str) -> Outcome {
    let mut parts: Vec<Vec<u8>> = sizes.split(',').map(|n| vec![b'.'; size(n)]).collect();
    let mut slices: Vec<IoSliceMut> = parts.iter_mut().map(|part| IoSliceMut::new(part)).collect();
    let n = stream.read_vectored(&mut slices)?;
    let shown: Vec<String> = parts.iter().map(|part| show::bytes(part)).collect();
    Ok(format!("{n} {}", shown.join(" ")))
}

fn write_until_error(world: &mut World, name: &str) -> Outcome {
    let mut stream = world.stream(name);
    let chunk = vec![b'x'; 65536];
    let mut written = 0;
    let error = loop {
        match stream.write(&chunk) {
            Ok(n) => written += n,
            Err(e) => break e,
        }
    };
    world.written = written;
    Err(error)
}

/// Reads what `write_until_error` wrote.
fn read_written(world: &World, name: &str) -> Outcome {
    let mut all = vec![0; world.written];
    guarded(world.stream(name), |mut stream| stream.read_exact(&mut all))?;
    Ok(if all.iter().all(|byte| *byte == b'x') { "all of it".to_string() } else { "something else".to_string() })
}

pub fn done(result: io::Result<()>) -> Outcome {
    result.map(|()| String::new())
}

pub fn number(text: &str) -> u32 {
    text.parse().expect("a number")
}

pub fn size(text: &str) -> usize {
    text.parse().expect("a size")
}
