package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Whole requests as bytes. What varies is written into a buffer that belongs to a connection, or to the request alone; all
 * on the event loop of one run.
 */
public interface Payload {

    /** How many events one request holds. */
    int events();

    /** The size of one request on the wire. */
    int bytes();

    /** A buffer for a connection, which releases it at its end. */
    ByteBuf open(ByteBufAllocator allocator);

    /**
     * A request to be written now, with a reference of its own.
     *
     * @param own what {@link #open} gave; nothing of it is on its way any more
     * @param number of the request in this run, from 0
     */
    ByteBuf next(ByteBuf own, long number);
}
