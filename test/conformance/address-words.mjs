// Addresses in the words of rust/addresses.rs, for the test and for scripts/campaigns/rust-addresses.mjs.

function kinds(ip) {
  const answers = [
    ['loopback', ip.isLoopback()],
    ['unspecified', ip.isUnspecified()],
    ['multicast', ip.isMulticast()],
    ['private', ip.isPrivate()],
    ['linkLocal', ip.isLinkLocal()],
    ['broadcast', ip.isBroadcast()],
    ['documentation', ip.isDocumentation()],
  ];
  const mapped = ip.toIpv4Mapped();
  return [
    ...answers.filter(([, yes]) => yes).map(([name]) => name),
    ...(mapped === null ? [] : [`mapped=${mapped}`]),
  ].join(' ');
}

export function showIp(ip) {
  return `Ok ${ip} ${kinds(ip)}`.trimEnd();
}

export function showSocket(address) {
  const { ip, port, flowinfo, scopeId } = address;
  const rest = address.family === 'IPv6' ? ` flowinfo=${flowinfo} scope=${scopeId}` : '';
  return `Ok ${address} ip=${ip} port=${port}${rest}`;
}

/** What a parse shows, or its error, which is InvalidInput and none of the system's. */
export function outcome(parse) {
  try {
    return parse();
  } catch (error) {
    if (error.kind !== 'InvalidInput' || error.rawOsError !== null) throw error;
    return `Err ${error.message}`;
  }
}
