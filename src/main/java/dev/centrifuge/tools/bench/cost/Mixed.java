package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.load.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.function.LongToIntFunction;

/** Requests of several kinds that are alike in size; which kind one is follows from its number. */
record Mixed(List<? extends Payload> kinds, LongToIntFunction kindOf) implements Payload {
    @Override
    public int events() {
        return kinds.get(0).events();
    }

    @Override
    public int bytes() {
        return kinds.get(0).bytes();
    }

    @Override
    public ByteBuf open(ByteBufAllocator allocator) {
        return kinds.get(0).open(allocator);
    }

    @Override
    public ByteBuf next(ByteBuf own, long number) {
        return kinds.get(kindOf.applyAsInt(number)).next(own, number);
    }
}
