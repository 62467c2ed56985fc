//! `ToSocketAddrs` of texts that need no name server: the narrow syntax, the wide one of getaddrinfo, and what neither takes.
mod json;

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

const TEXTS: &[&str] = &[
    "127.0.0.1:80", "[::1]:80", "[fe80::1%7]:80", "0.0.0.0:0", "[::]:65535",
    // Not Rust's syntax, but getaddrinfo's, behind the last colon
    "127.1:80", "127.0.1:80", "01.2.3.4:443", "0x7f.1:80", "0x7f000001:80", "2130706433:80", "017700000001:80", "1:80",
    "::1:80", "::ffff:1.2.3.4:80", "1:2:3:4:5:6:7:8:80", ":::80", "fe80::1%7:80", "127.0.0.1:+80", "127.1:+080",
    // The port by the rules of u16
    "127.0.0.1:65536", "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:", "127.0.0.1: 80", "127.0.0.1:80 ", "127.0.0.1:http",
    "127.0.0.1:0x50", "[::1]:", "[::1]:65536", "[::1]", "[", "::", "::1:", "127.1:", "127.1:+", "a:b:c", "\u{e9}:\u{e9}",
    // No colon at all
    "", "127.0.0.1", "localhost", "80", "127.0.0.1 80", "[127.0.0.1]",
    // A NUL cannot go to getaddrinfo
    "a\0b:80", "\0:80", "127.0.0.1\0:80", "127.0.0.1:80\0",
];

const PAIRS: &[(&str, u16)] = &[
    ("127.0.0.1", 80), ("::1", 80), ("fe80::1", 1), ("fe80::1%7", 1), ("0.0.0.0", 0), ("::", 65535), ("127.1", 80),
    ("01.2.3.4", 443), ("0x7f.1", 80), ("2130706433", 80), ("::ffff:1.2.3.4", 80), ("1", 2), ("a\0b", 80),
];

fn outcome(addresses: io::Result<impl Iterator<Item = SocketAddr>>) -> String {
    match addresses {
        Ok(all) => format!("Ok {}", all.map(|a| a.to_string()).collect::<Vec<_>>().join(" ")),
        Err(e) => format!("Err {:?} {e}", e.kind()),
    }
}

fn main() {
    for text in TEXTS {
        println!("{{\"text\":{},\"is\":{}}}", json::string(text), json::string(&outcome(text.to_socket_addrs())));
    }
    for pair in PAIRS {
        let is = json::string(&outcome(pair.to_socket_addrs()));
        println!("{{\"host\":{},\"port\":{},\"is\":{is}}}", json::string(pair.0), pair.1);
    }
}
