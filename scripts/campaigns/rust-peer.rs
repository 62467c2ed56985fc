//! The other side of rust-peers.mjs: a plain std::net echo server, and a client that checks every byte.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::{env, io, thread};

const CHUNK: usize = 64 * 1024;

/// The bytes that both sides expect at `position`: no period that a lost or doubled chunk could hide in.
fn fill(buf: &mut [u8], position: u64) {
    for (i, byte) in buf.iter_mut().enumerate() {
        let mut x = position + i as u64;
        x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        *byte = (x >> 56) as u8;
    }
}

fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    let (mut stream, _) = listener.accept()?;
    let mut buf = vec![0; CHUNK];
    loop {
        let n = stream.read(&mut buf)?;
        if n == 0 {
            return Ok(());
        }
        stream.write_all(&buf[..n])?;
    }
}

fn client(addr: &str, total: u64) -> io::Result<()> {
    let mut reader = TcpStream::connect(addr)?;
    let mut writer = reader.try_clone()?;
    let sender = thread::spawn(move || -> io::Result<()> {
        let mut buf = vec![0; CHUNK];
        let mut sent = 0;
        while sent < total {
            let n = CHUNK.min((total - sent) as usize);
            fill(&mut buf[..n], sent);
            writer.write_all(&buf[..n])?;
            sent += n as u64;
        }
        writer.shutdown(std::net::Shutdown::Write)
    });
    let mut buf = vec![0; CHUNK];
    let mut expected = vec![0; CHUNK];
    let mut received = 0;
    loop {
        let n = reader.read(&mut buf)?;
        if n == 0 {
            break;
        }
        fill(&mut expected[..n], received);
        assert!(buf[..n] == expected[..n], "a byte differs near {received}");
        received += n as u64;
    }
    sender.join().unwrap()?;
    assert_eq!(received, total, "the echo ended early");
    println!("{received}");
    Ok(())
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("serve") => serve(),
        Some("client") => client(&args[2], args[3].parse().unwrap()),
        _ => panic!("serve | client ADDR BYTES"),
    }
}
