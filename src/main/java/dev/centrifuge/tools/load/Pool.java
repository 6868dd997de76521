package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Requests that cannot be varied in place, such as compressed ones: made beforehand, sent in turn. Their events repeat
 * once the pool is through.
 */
public final class Pool implements Payload {
    private final List<ByteBuf> requests;
    private final int events;

    /** @param events how many each request holds */
    public Pool(List<byte[]> requests, int events) {
        this.requests = requests.stream()
                .map(each -> Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(each.length).writeBytes(each).asReadOnly()))
                .toList();
        this.events = events;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public int bytes() {
        return requests.get(0).readableBytes();
    }

    @Override
    public ByteBuf open(ByteBufAllocator allocator) {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public ByteBuf next(ByteBuf own, long number) {
        return requests.get((int) (number % requests.size())).duplicate();
    }
}
