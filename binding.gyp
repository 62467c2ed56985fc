{
  "targets": [
    {
      "target_name": "stdnet",
      "sources": ["<!@(node -p \"require('fs').readFileSync('native/sources.txt','utf8').split('\\n').filter(l=>l&&!l.startsWith('#')).join(' ')\")"],
      "include_dirs": ["."],
      "defines": ["NAPI_VERSION=9"],
      "cflags_cc!": ["-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": [
        "-std=c++20", "-O2", "-fvisibility=hidden", "-fno-exceptions", "-fno-rtti",
        "-fstack-protector-strong", "-fstack-clash-protection",
        "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2", "-D_GLIBCXX_ASSERTIONS",
        "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"
      ],
      "conditions": [
        ["OS == 'linux'", {
          "ldflags": [
            "-Wl,-z,relro,-z,now,-z,noexecstack,-z,nodelete", "-Wl,--version-script=<(module_root_dir)/native/exports.map"
          ]
        }],
        ["target_arch == 'x64'", { "cflags_cc": ["-fcf-protection"] }],
        ["target_arch == 'arm64'", { "cflags_cc": ["-mbranch-protection=standard"] }]
      ],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++20",
        "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
        "MACOSX_DEPLOYMENT_TARGET": "12.0"
      }
    }
  ]
}
