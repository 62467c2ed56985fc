//! The sockets of one scenario, under their names.

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::show::{self, Outcome};
use crate::{tcp, udp};

/// What a read or write waits that has no limit of its own, and how long a step repeats.
pub const PATIENCE: Duration = Duration::from_secs(10);

pub enum Socket {
    Listener(TcpListener),
    Stream(TcpStream),
    Udp(UdpSocket),
}

#[derive(Default)]
pub struct World {
    pub sockets: HashMap<String, Socket>,
    /// The local addresses that names stand for, also of sockets that were closed.
    addresses: HashMap<String, SocketAddr>,
    /// Whose port it is: the first name that had it.
    ports: HashMap<u16, String>,
    /// Kept open, out of reach.
    pub others: Vec<Socket>,
    /// Bytes that `write_until_error` got rid of.
    pub written: usize,
}

impl World {
    pub fn perform(&mut self, step: &str) -> String {
        let words: Vec<&str> = step.split(' ').collect();
        show::outcome(self.dispatch(words[0], words[1], &words[2..]))
    }

    fn dispatch(&mut self, verb: &str, name: &str, args: &[&str]) -> Outcome {
        match verb {
            "listen" => tcp::listen(self, name, args[0]),
            "connect" => tcp::connect(self, name, args[0]),
            "connect_port" => tcp::connect_port(self, name, args[0], args[1]),
            "connect_timeout" => tcp::connect_timeout(self, name, args[0], args[1]),
            "fill_backlog" => tcp::fill_backlog(self, name),
            "accept" | "accept_now" | "accept_soon" => tcp::accept(self, verb, name, args[0]),
            "bind" => udp::bind(self, name, args[0]),
            "reserve" => udp::reserve(self, name, args[0]),
            "clone" => self.clone_socket(name, args[0]),
            "close" => self.sockets.remove(name).map(|_| String::new()).ok_or(io::ErrorKind::NotFound.into()),
            _ => match self.sockets.get(name).unwrap_or_else(|| panic!("no socket {name}")) {
                Socket::Listener(listener) => tcp::of_listener(self, listener, verb, args),
                Socket::Stream(_) => tcp::of_stream(self, name, verb, args),
                Socket::Udp(socket) => udp::of_socket(self, socket, verb, args),
            },
        }
    }

    pub fn stream(&self, name: &str) -> &TcpStream {
        match &self.sockets[name] {
            Socket::Stream(stream) => stream,
            _ => panic!("{name} is no stream"),
        }
    }

    /// Takes a new socket in; its outcome is its local address, or for an accepted one its peer's.
    pub fn add(&mut self, name: &str, socket: Socket) -> io::Result<SocketAddr> {
        let local = match &socket {
            Socket::Listener(listener) => listener.local_addr(),
            Socket::Stream(stream) => stream.local_addr(),
            Socket::Udp(socket) => socket.local_addr(),
        }?;
        self.ports.entry(local.port()).or_insert(name.to_string());
        self.addresses.insert(name.to_string(), local);
        self.sockets.insert(name.to_string(), socket);
        Ok(local)
    }

    fn clone_socket(&mut self, name: &str, of: &str) -> Outcome {
        let clone = match &self.sockets[of] {
            Socket::Listener(listener) => Socket::Listener(listener.try_clone()?),
            Socket::Stream(stream) => Socket::Stream(stream.try_clone()?),
            Socket::Udp(socket) => Socket::Udp(socket.try_clone()?),
        };
        self.add(name, clone)?;
        Ok(String::new())
    }

    pub fn address(&self, name: &str) -> SocketAddr {
        self.addresses[name.strip_prefix('@').unwrap_or(name)]
    }

    /// `@a,@b` and `none` are lists of addresses; a text is left to Rust.
    pub fn resolve(&self, text: &str) -> io::Result<Vec<SocketAddr>> {
        if text == "none" {
            return Ok(Vec::new());
        }
        if !text.contains(['@', ',']) {
            return Ok(text.to_socket_addrs()?.collect());
        }
        let one = |part: &str| if part.starts_with('@') { self.address(part) } else { part.parse().expect("an address") };
        Ok(text.split(',').map(one).collect())
    }

    pub fn show(&self, address: SocketAddr) -> String {
        let text = address.to_string();
        let (host, port) = text.rsplit_once(':').expect("a port");
        format!("{host}:{}", self.ports.get(&address.port()).map_or(port, String::as_str))
    }
}

/// `''` is no bytes, `x*9` nine of them, `hex:ff` a byte.
pub fn bytes_of(text: &str) -> Vec<u8> {
    if text == "''" {
        return Vec::new();
    }
    if let Some(digits) = text.strip_prefix("hex:") {
        return (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).expect("hex")).collect();
    }
    match text.split_once('*') {
        Some((unit, times)) => unit.repeat(times.parse().expect("a number")).into_bytes(),
        None => text.as_bytes().to_vec(),
    }
}

/// Milliseconds, or `none`.
pub fn limit(text: &str) -> Option<Duration> {
    let milliseconds: f64 = if text == "none" { return None } else { text.parse().expect("a time") };
    Some(Duration::from_nanos((milliseconds * 1e6).round() as u64))
}

/// Asks again until the answer will do; the last one is what it is.
pub fn until<T>(mut ask: impl FnMut() -> T, enough: impl Fn(&T) -> bool) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if enough(&answer) || Instant::now() >= end {
            return answer;
        }
        sleep(Duration::from_millis(1));
    }
}

pub fn would_block<T>(result: &io::Result<T>) -> bool {
    matches!(result, Err(e) if e.kind() == io::ErrorKind::WouldBlock)
}
