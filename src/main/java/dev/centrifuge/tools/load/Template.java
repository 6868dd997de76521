package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request with places that vary: <code>{seq}</code> becomes the number of the event (12 digits), <code>{user}</code> a
 * user's (6 digits) that a seed draws from the event's number. The places have a fixed width, so a request is made by
 * overwriting a few digits, and costs next to nothing.
 */
public final class Template implements Payload {
    private static final Pattern PLACE = Pattern.compile("\\{(seq|user)}");
    private static final int SEQ_DIGITS = 12;
    private static final int USER_DIGITS = 6;
    private static final long USERS = 100_000;

    private final byte[] bytes;
    private final int[] places;
    private final boolean[] isSeq;
    private final int events;
    private final long seed;
    private final long first;

    private Template(byte[] bytes, List<Place> places, long seed, long first) {
        this.bytes = bytes;
        this.places = places.stream().mapToInt(Place::at).toArray();
        this.isSeq = new boolean[places.size()];
        int count = 0;
        for (int i = 0; i < isSeq.length; i++) {
            isSeq[i] = places.get(i).seq();
            count += isSeq[i] ? 1 : 0;
        }
        this.events = Math.max(1, count);
        this.seed = seed;
        this.first = first;
    }

    private record Place(int at, boolean seq) {}

    /**
     * An HTTP/1.1 POST. In the body, a <code>{user}</code> belongs to the <code>{seq}</code> before it.
     *
     * @param headers whole lines, each ending in CRLF
     * @param first the number of the run's first event
     */
    public static Template post(String host, String path, String headers, String body, long seed, long first) {
        String head = "POST " + path + " HTTP/1.1\r\nhost: " + host + "\r\n" + headers + "content-length: "
                + width(body) + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        List<Place> places = new ArrayList<>();
        Matcher each = PLACE.matcher(body);
        int done = 0;
        while (each.find()) {
            bytes.writeBytes(body.substring(done, each.start()).getBytes(StandardCharsets.UTF_8));
            boolean seq = each.group(1).equals("seq");
            places.add(new Place(bytes.size(), seq));
            bytes.writeBytes(new byte[seq ? SEQ_DIGITS : USER_DIGITS]);
            done = each.end();
        }
        bytes.writeBytes(body.substring(done).getBytes(StandardCharsets.UTF_8));
        return new Template(bytes.toByteArray(), places, seed, first);
    }

    /** The same with other event numbers, so that a later run repeats none. */
    public Template from(long other) {
        return new Template(this, other);
    }

    private Template(Template like, long first) {
        this.bytes = like.bytes;
        this.places = like.places;
        this.isSeq = like.isSeq;
        this.events = like.events;
        this.seed = like.seed;
        this.first = first;
    }

    private static int width(String body) {
        String filled = body.replace("{seq}", "0".repeat(SEQ_DIGITS)).replace("{user}", "0".repeat(USER_DIGITS));
        return filled.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public int bytes() {
        return bytes.length;
    }

    @Override
    public ByteBuf open(ByteBufAllocator allocator) {
        return allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }

    @Override
    public ByteBuf next(ByteBuf own, long number) {
        long seq = first + number * events - 1;
        for (int i = 0; i < places.length; i++) {
            if (isSeq[i]) {
                seq++;
                digits(own, places[i], SEQ_DIGITS, seq);
            } else {
                digits(own, places[i], USER_DIGITS, user(seq));
            }
        }
        return own.retainedDuplicate();
    }

    private long user(long seq) {
        long mixed = (seq + seed) * 0x9E3779B97F4A7C15L;
        return Long.remainderUnsigned(mixed ^ (mixed >>> 32), USERS);
    }

    private static void digits(ByteBuf buffer, int at, int width, long value) {
        long rest = value;
        for (int place = at + width - 1; place >= at; place--) {
            buffer.setByte(place, '0' + (int) (rest % 10));
            rest /= 10;
        }
    }
}
