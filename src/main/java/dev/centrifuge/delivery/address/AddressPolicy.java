package dev.centrifuge.delivery.address;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are on the public Internet. Everything else is refused to a destination that does not say
 * {@code privateNetwork}: whoever may configure a destination must not thereby reach what only this machine can reach.
 *
 * <p>IPv4 is public unless listed here. IPv6 is public only within 2000::/3, the sole range that IANA has allotted to
 * global unicast, and unless listed: so loopback, unspecified, unique local (with fd00:ec2::254), link-local,
 * site-local, multicast, IPv4-mapped, IPv4-compatible, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48) and discard addresses
 * need no entry, and a range that is invented tomorrow is refused until it is known here.
 *
 * <p>Sources: the IANA special-purpose address registries (RFC 6890 and its updates), RFC 9637 for 3fff::/20, and the
 * documentation of the clouds for metadata services that live outside of those ranges.
 */
public final class AddressPolicy {

    private static final List<Range> REFUSED_4 = ranges(
            "0.0.0.0/8", // this network; 0.0.0.0 is this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carriers (CGNAT); 100.100.100.200 is a metadata service
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // a cloud's host agent, on a public address
            "169.254.0.0/16", // link-local; 169.254.169.254 is the usual metadata service
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments; 192.0.0.192 is a metadata service
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and the broadcast address

    private static final Range GLOBAL_6 = range("2000::/3");

    private static final List<Range> REFUSED_6 = ranges(
            "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: any IPv4 address in disguise
            "3fff::/20"); // documentation

    private AddressPolicy() {}

    /** Whether an address is on the public Internet. Pure; an IPv6 scope is ignored. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? !contains(REFUSED_4, bytes)
                : GLOBAL_6.contains(bytes) && !contains(REFUSED_6, bytes);
    }

    private static boolean contains(List<Range> ranges, byte[] address) {
        for (Range range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Range> ranges(String... texts) {
        return List.of(texts).stream().map(AddressPolicy::range).toList();
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        byte[] network = NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
        return new Range(network, Integer.parseInt(text.substring(slash + 1)));
    }

    /** The first {@code bits} bits of {@code network}, an address of the same family. */
    @SuppressWarnings("ArrayRecordComponent") // never shared, never changed
    private record Range(byte[] network, int bits) {

        boolean contains(byte[] address) {
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != network[i]) {
                    return false;
                }
            }
            int mask = 0xff00 >> (bits % 8) & 0xff;
            return mask == 0 || ((address[whole] ^ network[whole]) & mask) == 0;
        }
    }
}
