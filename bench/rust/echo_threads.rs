//! What native threads are held against: the guide's echo server, a thread for each connection, with std alone.
//! It differs from the guide's in what would decide a comparison. It sets TCP_NODELAY: without it replies to what is sent in
//! parts wait 40 ms for acknowledgements. Its buffer and its accept queue are as long as those of the other servers, not 1,024
//! bytes and 128 connections. It tells nothing of connections. Prints `port N`, and ends when its standard input does.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::thread;

extern "C" {
    // std offers no backlog: a second call of listen changes it.
    fn listen(fd: i32, backlog: i32) -> i32;
}

fn handle_client(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buf = vec![0u8; 65536];
    loop {
        let n = stream.read(&mut buf)?;
        if n == 0 {
            return Ok(());
        }
        stream.write_all(&buf[..n])?;
    }
}

fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    if unsafe { listen(listener.as_raw_fd(), i32::MAX) } != 0 {
        return Err(std::io::Error::last_os_error());
    }
    println!("port {}", listener.local_addr()?.port());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // An error: the client has left, as it may.
            thread::spawn(move || handle_client(stream));
        }
    });
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}
