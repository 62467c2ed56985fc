//! The steps of UdpSocket.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use crate::show::{self, Outcome};
use crate::tcp::{done, number, size};
use crate::world::{bytes_of, limit, until, would_block, Socket, World, PATIENCE};

pub fn bind(world: &mut World, name: &str, address: &str) -> Outcome {
    let addresses = world.resolve(address)?;
    let local = world.add(name, Socket::Udp(UdpSocket::bind(&addresses[..])?))?;
    Ok(world.show(local))
}

/// A port that nobody answers at and nobody else gets: its socket hears only itself.
pub fn reserve(world: &mut World, name: &str, address: &str) -> Outcome {
    let socket = UdpSocket::bind(&world.resolve(address)?[..])?;
    socket.connect(socket.local_addr()?)?;
    world.add(name, Socket::Udp(socket))?;
    Ok(String::new())
}

pub fn of_socket(world: &World, socket: &UdpSocket, verb: &str, args: &[&str]) -> Outcome {
    match verb {
        "local_addr" => Ok(world.show(socket.local_addr()?)),
        "peer_addr" => Ok(world.show(socket.peer_addr()?)),
        "udp_connect" => done(socket.connect(&world.resolve(args[0])?[..])),
        "take_error" => Ok(show::taken(socket.take_error()?)),
        "take_error_soon" => Ok(show::taken(until(|| socket.take_error(), |taken| !matches!(taken, Ok(None)))?)),
        "read_timeout" => Ok(show::duration(socket.read_timeout()?)),
        "write_timeout" => Ok(show::duration(socket.write_timeout()?)),
        "set_read_timeout" => done(socket.set_read_timeout(limit(args[0]))),
        "set_write_timeout" => done(socket.set_write_timeout(limit(args[0]))),
        "set_nonblocking" => done(socket.set_nonblocking(args[0] == "true")),
        "ttl" => Ok(socket.ttl()?.to_string()),
        "set_ttl" => done(socket.set_ttl(number(args[0]))),
        "broadcast" => Ok(socket.broadcast()?.to_string()),
        "set_broadcast" => done(socket.set_broadcast(args[0] == "true")),
        "send" => Ok(socket.send(&bytes_of(args[0]))?.to_string()),
        "send_to" => Ok(socket.send_to(&bytes_of(args[0]), &world.resolve(args[1])?[..])?.to_string()),
        "send_to_port" => Ok(socket.send_to(&bytes_of(args[0]), (args[1], world.address(args[2]).port()))?.to_string()),
        "send_until_error" => done(until(|| socket.send(b"x"), Result::is_err).map(drop)),
        "send_until_ok" => Ok(until(|| socket.send(&bytes_of(args[0])), Result::is_ok)?.to_string()),
        verb if verb.contains("multicast") => multicast(socket, verb, args),
        _ => guarded(socket, |socket| receive(world, socket, verb, size(args[0]))),
    }
}

fn guarded(socket: &UdpSocket, call: impl FnOnce(&UdpSocket) -> Outcome) -> Outcome {
    if socket.read_timeout()?.is_some() {
        return call(socket);
    }
    socket.set_read_timeout(Some(PATIENCE))?;
    let result = call(socket);
    socket.set_read_timeout(None)?;
    result
}

fn receive(world: &World, socket: &UdpSocket, verb: &str, n: usize) -> Outcome {
    let mut buffer = vec![0; n];
    let from = |(n, from): (usize, SocketAddr)| (n, Some(from));
    let alone = |n: usize| (n, None);
    let result: io::Result<(usize, Option<SocketAddr>)> = match verb {
        "recv" => socket.recv(&mut buffer).map(alone),
        "peek" => socket.peek(&mut buffer).map(alone),
        "peek_soon" => until(|| socket.peek(&mut buffer), |result| !would_block(result)).map(alone),
        "recv_from" => socket.recv_from(&mut buffer).map(from),
        "peek_from" => socket.peek_from(&mut buffer).map(from),
        _ => panic!("no step {verb} of a UDP socket"),
    };
    let (n, from) = result?;
    let sender = from.map_or(String::new(), |address| format!(" from {}", world.show(address)));
    Ok(show::bytes(&buffer[..n]) + &sender)
}

fn multicast(socket: &UdpSocket, verb: &str, args: &[&str]) -> Outcome {
    let v4 = |i: usize| args[i].parse::<Ipv4Addr>().expect("an IPv4 address");
    let v6 = || args[0].parse::<Ipv6Addr>().expect("an IPv6 address");
    match verb {
        "multicast_loop_v4" => Ok(socket.multicast_loop_v4()?.to_string()),
        "set_multicast_loop_v4" => done(socket.set_multicast_loop_v4(args[0] == "true")),
        "multicast_ttl_v4" => Ok(socket.multicast_ttl_v4()?.to_string()),
        "set_multicast_ttl_v4" => done(socket.set_multicast_ttl_v4(number(args[0]))),
        "multicast_loop_v6" => Ok(socket.multicast_loop_v6()?.to_string()),
        "set_multicast_loop_v6" => done(socket.set_multicast_loop_v6(args[0] == "true")),
        "join_multicast_v4" => done(socket.join_multicast_v4(&v4(0), &v4(1))),
        "leave_multicast_v4" => done(socket.leave_multicast_v4(&v4(0), &v4(1))),
        "join_multicast_v6" => done(socket.join_multicast_v6(&v6(), number(args[1]))),
        "leave_multicast_v6" => done(socket.leave_multicast_v6(&v6(), number(args[1]))),
        _ => panic!("no step {verb}"),
    }
}
