package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds where answers end in a stream of HTTP/1.1 bytes, and what their status was; nothing else is looked at. It costs a
 * fraction of a decoder, because a head like the one before (they differ once a second, by their date) is not parsed
 * again.
 *
 * <pre>
 *   HEAD ─┬─▶ BODY ──────────────────────────▶ HEAD
 *         └─▶ SIZE ─▶ CHUNK ─▶ SIZE … 0 ─▶ TRAILER ─▶ HEAD
 * </pre>
 *
 * <p>Belongs to one connection.
 */
final class ResponseScanner {
    /** Told of the end of each answer. */
    interface Listener {
        void answered(int status, boolean close);
    }

    private enum State {
        HEAD,
        BODY,
        SIZE,
        CHUNK,
        TRAILER
    }

    private static final int MOST_HEAD = 16 * 1024;

    private final Listener listener;
    private byte[] head = new byte[512];
    private int length;
    private byte[] lastHead = new byte[0];
    private State state = State.HEAD;
    private int status;
    private boolean close;
    private boolean chunked;
    private long contentLength;
    private long left;

    ResponseScanner(Listener listener) {
        this.listener = listener;
    }

    /** Reads all of a buffer. False where it is no HTTP: the connection is of no further use. */
    boolean feed(ByteBuf buffer) {
        try {
            while (buffer.isReadable()) {
                step(buffer);
            }
            return true;
        } catch (IllegalArgumentException notHttp) {
            return false;
        }
    }

    private void step(ByteBuf buffer) {
        switch (state) {
            case HEAD -> head(buffer);
            case BODY -> body(buffer);
            case CHUNK -> chunk(buffer);
            case SIZE -> size(buffer);
            case TRAILER -> trailer(buffer);
        }
    }

    private void head(ByteBuf buffer) {
        if (line(buffer) && endsBlank()) {
            readHead();
            length = 0;
            left = contentLength;
            if (status >= 100 && status < 200) {
                return;
            }
            if (status == 204 || status == 304 || (!chunked && left == 0)) {
                end();
            } else {
                state = chunked ? State.SIZE : State.BODY;
            }
        }
    }

    private void body(ByteBuf buffer) {
        skip(buffer);
        if (left == 0) {
            end();
        }
    }

    private void size(ByteBuf buffer) {
        if (line(buffer)) {
            String size = new String(head, 0, length, StandardCharsets.ISO_8859_1).strip();
            length = 0;
            int semicolon = size.indexOf(';');
            left = Long.parseLong(
                    semicolon < 0 ? size : size.substring(0, semicolon).strip(), 16);
            state = left == 0 ? State.TRAILER : State.CHUNK;
            left += 2;
        }
    }

    private void chunk(ByteBuf buffer) {
        skip(buffer);
        if (left == 0) {
            state = State.SIZE;
        }
    }

    private void trailer(ByteBuf buffer) {
        if (line(buffer)) {
            boolean blank = length <= 2;
            length = 0;
            if (blank) {
                end();
            }
        }
    }

    private void end() {
        state = State.HEAD;
        listener.answered(status, close);
    }

    private void skip(ByteBuf buffer) {
        int step = (int) Math.min(left, buffer.readableBytes());
        buffer.skipBytes(step);
        left -= step;
    }

    /** Gathers bytes up to and with the next line feed; false where there is none yet. */
    private boolean line(ByteBuf buffer) {
        int end = buffer.bytesBefore((byte) '\n');
        int step = end < 0 ? buffer.readableBytes() : end + 1;
        if (length + step > MOST_HEAD) {
            throw new IllegalArgumentException("head too long");
        }
        if (length + step > head.length) {
            head = Arrays.copyOf(head, Math.max(head.length * 2, length + step));
        }
        buffer.readBytes(head, length, step);
        length += step;
        return end >= 0;
    }

    private boolean endsBlank() {
        return length == 2
                || (length >= 4 && head[length - 2] == '\r' && head[length - 3] == '\n' && head[length - 4] == '\r');
    }

    private void readHead() {
        if (Arrays.equals(head, 0, length, lastHead, 0, lastHead.length)) {
            return;
        }
        lastHead = Arrays.copyOf(head, length);
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("HTTP/1.") || length < 14) {
            throw new IllegalArgumentException("not HTTP/1");
        }
        status = Integer.parseInt(text.substring(9, 12));
        contentLength = 0;
        chunked = false;
        close = false;
        text.lines().skip(1).forEach(this::readHeader);
    }

    private void readHeader(String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> contentLength = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> close = value.equalsIgnoreCase("close");
                default -> {}
            }
        }
    }
}
