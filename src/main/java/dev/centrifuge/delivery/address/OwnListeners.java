package dev.centrifuge.delivery.address;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;

/**
 * The sockets that this process listens on. A destination that points at one of them would loop, or reach the admin API
 * from inside. Those on loopback and private addresses are refused anyway; this is for a machine that has a public one.
 *
 * @param ports the ports listened on, on whatever address
 * @param addresses the addresses of this machine when it started; a later one is not known
 */
public record OwnListeners(Set<Integer> ports, Set<InetAddress> addresses) {

    public OwnListeners {
        ports = Set.copyOf(ports);
        addresses = Set.copyOf(addresses);
    }

    /** Asks the operating system for this machine's addresses: not for an event loop. */
    public static OwnListeners of(Set<Integer> ports) throws SocketException {
        Set<InetAddress> addresses = new HashSet<>();
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .forEach(addresses::add);
        return new OwnListeners(ports, addresses);
    }

    public static OwnListeners none() {
        return new OwnListeners(Set.of(), Set.of());
    }

    boolean contains(InetAddress address, int port) {
        return ports.contains(port) && addresses.contains(address);
    }
}
