{
  "targets": [
    {
      "target_name": "stdnet",
      "sources": ["<!@(node -p \"require('fs').readFileSync('native/sources.txt','utf8').split('\\n').filter(l=>l&&!l.startsWith('#')).join(' ')\")"],
      "include_dirs": ["."],
      "defines": ["NAPI_VERSION=9"],
      "cflags_cc!": ["-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": [
        "-std=c++20", "-O2", "-fvisibility=hidden", "-fno-exceptions", "-fno-rtti", "-fstack-protector-strong",
        "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2",
        "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"
      ],
      "ldflags": ["-Wl,-z,relro,-z,now", "-Wl,-z,nodelete"],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++20",
        "MACOSX_DEPLOYMENT_TARGET": "12.0"
      }
    }
  ]
}
