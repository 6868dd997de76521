package dev.centrifuge.tools.load.body;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of a run. Which event has which form follows from its number and the seed. Belongs to one run's
 * event loop.
 */
public final class Composer implements Payload {
    private static final byte[] BATCH = "{\"batch\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SENT_AT = "],\"sentAt\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int ENVELOPE = BATCH.length + SENT_AT.length + IsoText.WIDTH + END.length;
    /** How long a client kept an event before it sent it, at most. */
    private static final int MOST_KEPT_MILLIS = 2_000;

    private final BodyOptions options;
    private final Population population;
    private final List<Form> forms;
    private final Heads heads;
    private final @Nullable GzipWriter gzip;
    private final Ticker ticker;
    private final LongSupplier endedBelow;
    private final Form.Entry entry = new Form.Entry();
    private byte[] scratch = new byte[4096];

    /** @param endedBelow a number of a request below which all have ended, asked on the event loop */
    public Composer(BodyOptions options, Population population, Ticker ticker, LongSupplier endedBelow) {
        this.options = options;
        this.population = population;
        this.forms = Forms.of(options.ids(), options.meanSize(), options.seed());
        this.heads = new Heads(options);
        this.gzip = options.gzip() ? new GzipWriter() : null;
        this.ticker = ticker;
        this.endedBelow = endedBelow;
    }

    @Override
    public int events() {
        return options.batch();
    }

    /** About; requests differ. */
    @Override
    public int bytes() {
        int sum = forms.stream().mapToInt(Form::length).sum();
        return options.batch() * sum / forms.size() + ENVELOPE;
    }

    /** Only a handle to the allocator: requests differ in size, so each has a buffer of its own. */
    @Override
    public ByteBuf open(ByteBufAllocator allocator) {
        return allocator.directBuffer(0);
    }

    @Override
    public ByteBuf next(ByteBuf own, long number) {
        boolean alone = options.batch() == 1;
        int length = alone ? single(number) : batch(number);
        int source = population.source(number);
        byte[] head = alone ? heads.single(source, form(number).call()) : heads.batch(source);
        byte[] body = scratch;
        if (gzip != null) {
            length = gzip.write(scratch, length);
            body = gzip.bytes();
        }
        ByteBuf request = own.alloc().directBuffer(head.length + 16 + length);
        request.writeBytes(head);
        request.writeCharSequence(Integer.toString(length), StandardCharsets.US_ASCII);
        return request.writeBytes(Heads.BLANK_LINE).writeBytes(body, 0, length);
    }

    private int single(long number) {
        Form form = form(number);
        begin(form.length());
        return event(form, 0, number);
    }

    private int batch(long number) {
        long first = number * options.batch();
        int size = ENVELOPE + options.batch();
        for (long seq = first; seq < first + options.batch(); seq++) {
            size += form(seq).length();
        }
        begin(size);
        int at = put(BATCH, 0);
        for (long seq = first; seq < first + options.batch(); seq++) {
            if (seq > first) {
                scratch[at++] = ',';
            }
            at = event(form(seq), at, seq);
        }
        at = put(SENT_AT, at);
        entry.iso.write(scratch, at, entry.sent);
        return put(END, at + IsoText.WIDTH);
    }

    private void begin(int size) {
        if (size > scratch.length) {
            scratch = new byte[size + size / 4];
        }
        entry.sent = ticker.millis();
        entry.after = endedBelow.getAsLong() * options.batch();
    }

    private int event(Form form, int at, long seq) {
        entry.seq = seq;
        entry.user = population.user(seq);
        entry.written = entry.sent - Long.remainderUnsigned(Population.mix(seq), MOST_KEPT_MILLIS);
        return form.fill(scratch, at, entry);
    }

    private int put(byte[] bytes, int at) {
        System.arraycopy(bytes, 0, scratch, at, bytes.length);
        return at + bytes.length;
    }

    private Form form(long seq) {
        return Forms.at(forms, seq, options.seed());
    }
}
