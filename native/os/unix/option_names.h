#pragma once

#include <netinet/tcp.h>
#include <sys/socket.h>

/// Socket options that each system has under a name of its own.
namespace stdnet::os {

/// In place of a name that the system has not.
inline constexpr int kNoSuchOption = -1;

#if defined(__linux__)

inline constexpr int kLinger = SO_LINGER;
inline constexpr int kKeepaliveTime = TCP_KEEPIDLE;
inline constexpr int kUserTimeout = TCP_USER_TIMEOUT;

#else

inline constexpr int kLinger = SO_LINGER_SEC;  ///< SO_LINGER counts ticks there
inline constexpr int kKeepaliveTime = TCP_KEEPALIVE;
inline constexpr int kUserTimeout = kNoSuchOption;

#endif

}  // namespace stdnet::os
