//! SO_LINGER, which std has but not in stable Rust.

use std::ffi::{c_int, c_void};
use std::io;
use std::net::TcpStream;
use std::os::fd::AsRawFd;

const SOL_SOCKET: c_int = 1;
const SO_LINGER: c_int = 13;

#[repr(C)]
struct Linger {
    on: c_int,
    seconds: c_int,
}

extern "C" {
    fn setsockopt(fd: c_int, level: c_int, name: c_int, value: *const c_void, size: u32) -> c_int;
    fn getsockopt(fd: c_int, level: c_int, name: c_int, value: *mut c_void, size: *mut u32) -> c_int;
}

pub fn set_linger(stream: &TcpStream, seconds: Option<i32>) -> io::Result<()> {
    let value = Linger { on: seconds.is_some().into(), seconds: seconds.unwrap_or(0) };
    let pointer = (&raw const value).cast();
    match unsafe { setsockopt(stream.as_raw_fd(), SOL_SOCKET, SO_LINGER, pointer, size_of::<Linger>() as u32) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

pub fn linger(stream: &TcpStream) -> io::Result<Option<i32>> {
    let mut value = Linger { on: 0, seconds: 0 };
    let mut size = size_of::<Linger>() as u32;
    let pointer = (&raw mut value).cast();
    match unsafe { getsockopt(stream.as_raw_fd(), SOL_SOCKET, SO_LINGER, pointer, &mut size) } {
        0 => Ok((value.on != 0).then_some(value.seconds)),
        _ => Err(io::Error::last_os_error()),
    }
}
