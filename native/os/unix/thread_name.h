#pragma once

#include <pthread.h>

#include <string>

namespace stdnet::os {

/// Names the calling thread, which is the only one that every system lets name itself.
inline void set_thread_name(const std::string& name) {
#if defined(__linux__)
  pthread_setname_np(pthread_self(), name.c_str());
#else
  pthread_setname_np(name.c_str());
#endif
}

}  // namespace stdnet::os
