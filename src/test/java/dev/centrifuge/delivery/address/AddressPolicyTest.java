package dev.centrifuge.delivery.address;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressPolicyTest {

    /** The first and the last address of each range, and those that are famous. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.0",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "169.254.170.2",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.192",
                "192.0.0.255",
                "192.0.2.0",
                "192.0.2.255",
                "192.88.99.0",
                "192.88.99.255",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.0",
                "198.51.100.255",
                "203.0.113.0",
                "203.0.113.255",
                "224.0.0.0",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.254",
                "255.255.255.255",
                "::",
                "::1",
                "::2",
                "::7f00:1",
                "::127.0.0.1",
                "::8.8.8.8",
                "::ffff:0:0",
                "64:ff9b::",
                "64:ff9b::8.8.8.8",
                "64:ff9b::127.0.0.1",
                "64:ff9b:1::",
                "64:ff9b:1:ffff::1",
                "100::",
                "100::1",
                "1fff::1",
                "2001::",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:1ff:ffff::1",
                "2001:db8::",
                "2001:db8:ffff::1",
                "2002::",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "2002:ffff::1",
                "3fff::1",
                "3fff:fff:ffff::1",
                "4000::1",
                "5f00::1",
                "fbff::1",
                "fc00::",
                "fd00:ec2::254",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "feff::1",
                "ff00::1",
                "ff02::1",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            })
    void whatIsNotPublic_isRefused(String text) throws UnknownHostException {
        assertThat(AddressPolicy.isPublic(address(text))).isFalse();
    }

    /** The neighbours of each range, so that none is too wide, and some that are in use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2000::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2001:db7:ffff::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700:4700::1111",
                "2a00:1450:4001:830::200e",
                "3ffe:ffff::1",
                "3fff:1000::1"
            })
    void whatIsPublic_isAllowed(String text) throws UnknownHostException {
        assertThat(AddressPolicy.isPublic(address(text))).isTrue();
    }

    @Test
    void ipv4MappedIpv6_isJudgedAsWhatItIs() throws UnknownHostException {
        byte[] loopback = new byte[16];
        loopback[10] = loopback[11] = (byte) 0xff;
        loopback[12] = 127;
        loopback[15] = 1;

        assertThat(AddressPolicy.isPublic(InetAddress.getByAddress(loopback))).isFalse();
        assertThat(AddressPolicy.isPublic(Inet6Address.getByAddress("x", loopback, -1)))
                .isFalse();
    }

    @Test
    void scopedIpv6_isJudgedWithoutItsScope() throws UnknownHostException {
        byte[] linkLocal = NetUtil.createByteArrayFromIpAddressString("fe80::1");

        assertThat(AddressPolicy.isPublic(Inet6Address.getByAddress("x", linkLocal, 1)))
                .isFalse();
    }

    /** Never asks a resolver: digits and dots, or brackets. */
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text.indexOf(':') < 0 ? text : "[" + text + "]");
    }
}
