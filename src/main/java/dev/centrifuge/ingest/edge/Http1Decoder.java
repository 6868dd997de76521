package dev.centrifuge.ingest.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to requests. Stands where Vert.x has Netty's decoder, which repairs too much: it joins folded lines, takes a
 * chunk size up to the first blank, any white space between the words of a request line, several codings, no Host. In
 * front of that decoder a check would have to parse everything twice, and behind it these things cannot be seen any
 * more; so this one replaces it, and as it knows what it does not allow, it is also cheaper.
 *
 * <p>A connection whose framing is in doubt is never read again: after the first refusal, and after a request that is to
 * be the last, the decoder is deaf.
 *
 * <pre>
 *   HEAD ──▶ FIXED ─────────────────────────────────▶ HEAD, or DEAF after a last request
 *     │ ╰──▶ CHUNK_SIZE ⇄ CHUNK_DATA, CHUNK_END
 *     │          ╰──▶ TRAILERS ─────────────────────▶ HEAD, or DEAF
 *     ╰──▶ (no body) HEAD                 anything wrong: DEAF
 * </pre>
 */
final class Http1Decoder extends ByteToMessageDecoder {

    private enum State {
        HEAD,
        FIXED,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        DEAF
    }

    /** Sixteen digits, and an extension that nobody uses. */
    private static final int MAX_CHUNK_LINE = 256;

    private static final int MORE = -1;
    private static final int TOO_LONG = -2;
    private static final int BARE_LF = -3;

    private final EdgeLoop loop;
    private final Http1Gate gate;
    private final RequestHead head;

    private State state = State.HEAD;
    private long remaining;
    private int scanned;
    private int blankLines;
    private int overhead;
    private boolean last;
    private boolean receiving;
    private boolean unwanted;
    private long received;
    private long since;

    Http1Decoder(EdgeLoop loop, Http1Gate gate) {
        this.loop = loop;
        this.gate = gate;
        this.head = new RequestHead(loop.limits(), loop.names());
    }

    /** Whether a request has begun and is not here yet. */
    boolean receiving() {
        return receiving;
    }

    /** Whether the newest request that was handed on still lacks some of its body. */
    boolean inBody() {
        return state != State.HEAD && state != State.DEAF;
    }

    /** When the request that is coming began, in nanoseconds. */
    long since() {
        return since;
    }

    /** How many bytes of it are here. */
    long received() {
        return received;
    }

    /** Time that passed while nobody read does not count. */
    void excuse(long nanos) {
        since += nanos;
    }

    /** Reads nothing any more. */
    void deafen() {
        state = State.DEAF;
        receiving = false;
    }

    /** Drops what is left of the body, if that is known and little: whether it was. */
    boolean skipBody() {
        unwanted = state == State.FIXED && remaining <= loop.limits().maxUnread();
        return unwanted;
    }

    /** Goes on with what was left lying when too many answers were outstanding. */
    void resume(ChannelHandlerContext ctx) throws Exception {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
        channelReadComplete(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (receiving && msg instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
        }
        super.channelRead(ctx, msg);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        Refusal wrong = switch (state) {
            case HEAD -> head(in, out);
            case FIXED -> fixed(in, out);
            case CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILERS -> chunked(in, out);
            case DEAF -> null;
        };
        if (wrong != null) {
            gate.refuse(wrong);
        }
        if (state == State.DEAF) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** What is left when the connection ends is nobody's request. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {}

    private @Nullable Refusal head(ByteBuf in, List<Object> out) {
        if (!receiving && !begin(in)) {
            return null;
        }
        Refusal wrong = null;
        while (wrong == null && receiving && state == State.HEAD) {
            int length = line(in, head.room());
            if (length == MORE) {
                return null;
            }
            wrong = switch (length) {
                case TOO_LONG -> head.tooLong();
                case BARE_LF -> head.begun() ? Refusal.HEADER : Refusal.REQUEST_LINE;
                default -> headLine(length, out);
            };
        }
        return wrong;
    }

    private boolean begin(ByteBuf in) {
        if (!gate.admits()) {
            return false;
        }
        receiving = true;
        received = in.readableBytes();
        since = loop.now();
        return true;
    }

    private @Nullable Refusal headLine(int length, List<Object> out) {
        if (!head.begun()) {
            return length > 0 ? head.requestLine(loop.line(), length) : blankLine();
        }
        if (length > 0) {
            return head.field(loop.line(), length);
        }
        Refusal wrong = head.end();
        if (wrong == null) {
            headEnd(out);
        }
        return wrong;
    }

    /** Old clients send one after a body. It begins nothing, so it starts no deadline. */
    private @Nullable Refusal blankLine() {
        receiving = false;
        return ++blankLines > 1 ? Refusal.REQUEST_LINE : null;
    }

    private void headEnd(List<Object> out) {
        long length = head.bodyLength();
        last = head.last();
        blankLines = 0;
        overhead = 0;
        unwanted = false;
        gate.asked(last, head.expectsContinue() && length != 0);
        out.add(head.current());
        head.reset();
        remaining = length;
        if (length == 0) {
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
            end();
        } else {
            state = length == RequestHead.CHUNKED ? State.CHUNK_SIZE : State.FIXED;
        }
    }

    private void end() {
        receiving = false;
        state = last ? State.DEAF : State.HEAD;
    }

    private @Nullable Refusal fixed(ByteBuf in, List<Object> out) {
        int count = (int) Math.min(remaining, in.readableBytes());
        remaining -= count;
        if (remaining == 0) {
            end();
        }
        if (unwanted) {
            in.skipBytes(count);
            if (remaining == 0) {
                out.add(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        } else {
            byte[] bytes = new byte[count];
            in.readBytes(bytes);
            out.add(content(Unpooled.wrappedBuffer(bytes), remaining == 0));
        }
        return null;
    }

    /** On the heap and not pooled: anything else Vert.x would copy once more, so as not to have to release it. */
    private static Object content(ByteBuf bytes, boolean end) {
        return end ? new DefaultLastHttpContent(bytes, EmptyHttpHeaders.INSTANCE) : new DefaultHttpContent(bytes);
    }

    /** Joins all chunks that are here: a body of one-byte chunks must not become as many objects. */
    private @Nullable Refusal chunked(ByteBuf in, List<Object> out) {
        ByteBuf data = Unpooled.buffer(in.readableBytes());
        int before;
        Refusal wrong;
        do {
            before = in.readableBytes();
            wrong = chunkStep(in, data);
        } while (wrong == null && inBody() && in.readableBytes() < before);
        if (wrong != null) {
            return wrong;
        }
        boolean ended = !inBody();
        if (data.isReadable()) {
            out.add(content(data, ended));
        } else if (ended) {
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        return null;
    }

    private @Nullable Refusal chunkStep(ByteBuf in, ByteBuf data) {
        return switch (state) {
            case CHUNK_SIZE -> chunkSize(in);
            case CHUNK_DATA -> chunkData(in, data);
            case CHUNK_END -> chunkEnd(in);
            default -> trailers(in);
        };
    }

    private @Nullable Refusal chunkSize(ByteBuf in) {
        int length = line(in, MAX_CHUNK_LINE);
        if (length < 0) {
            return length == MORE ? null : Refusal.CHUNK;
        }
        byte[] line = loop.line();
        long size = 0;
        int at = 0;
        while (at < length && Grammar.hex(line[at]) >= 0 && size <= Integer.MAX_VALUE) {
            size = (size << 4) | Grammar.hex(line[at++]);
        }
        if (at == 0 || size > Integer.MAX_VALUE || !extension(line, at, length)) {
            return Refusal.CHUNK;
        }
        remaining = size;
        state = size == 0 ? State.TRAILERS : State.CHUNK_DATA;
        return null;
    }

    /** Extensions mean nothing to us; all those of a body together have the limit of a header section. */
    private boolean extension(byte[] line, int from, int to) {
        overhead += to - from;
        return overhead <= loop.limits().maxHead() && Grammar.extensions(line, from, to);
    }

    private @Nullable Refusal chunkData(ByteBuf in, ByteBuf data) {
        int count = (int) Math.min(remaining, in.readableBytes());
        in.readBytes(data, count);
        remaining -= count;
        if (remaining == 0) {
            state = State.CHUNK_END;
        }
        return null;
    }

    private @Nullable Refusal chunkEnd(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return null;
        }
        state = State.CHUNK_SIZE;
        return in.readByte() == '\r' && in.readByte() == '\n' ? null : Refusal.CHUNK;
    }

    private @Nullable Refusal trailers(ByteBuf in) {
        int length = line(in, head.fieldRoom());
        if (length < 0) {
            return length == MORE ? null : length == TOO_LONG ? Refusal.HEAD_TOO_LARGE : Refusal.CHUNK;
        }
        if (length > 0) {
            return head.trailer(loop.line(), length);
        }
        head.reset();
        end();
        return null;
    }

    /**
     * Takes the next line into the loop's scratch space.
     *
     * @return its length without CRLF, or {@link #MORE}, {@link #TOO_LONG}, {@link #BARE_LF}
     */
    private int line(ByteBuf in, int room) {
        int from = in.readerIndex();
        int feed = in.indexOf(from + scanned, in.writerIndex(), (byte) '\n');
        if (feed < 0) {
            // What was searched is not searched again: a line that drips in costs no more than one that pours.
            scanned = in.readableBytes();
            return scanned > room + 1 ? TOO_LONG : MORE;
        }
        scanned = 0;
        int length = feed - from - 1;
        if (length > room) {
            return TOO_LONG;
        }
        if (length < 0 || in.getByte(feed - 1) != '\r') {
            return BARE_LF;
        }
        in.getBytes(from, loop.line(), 0, length);
        in.readerIndex(feed + 1);
        return length;
    }
}
