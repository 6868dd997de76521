package dev.centrifuge.tools.load.body;

import java.util.List;

/**
 * The events of {@link Composer} without a request around them, for whoever writes them past HTTP. Belongs to one
 * thread.
 */
public final class Bodies {
    private final Population population;
    private final Form.Entry entry = new Form.Entry();
    private final List<Form> forms;
    private final long seed;

    /**
     * @param meanSize of an event, in bytes, 300 to 30,000
     * @param nowMillis when the events say that they were written and sent, Unix time
     */
    public Bodies(MessageIds ids, Population population, int meanSize, long seed, long nowMillis) {
        this.population = population;
        this.forms = Forms.of(ids, meanSize, seed);
        this.seed = seed;
        this.entry.sent = nowMillis;
        this.entry.written = nowMillis;
    }

    /** An event's JSON. */
    public byte[] event(long seq) {
        Form form = Forms.at(forms, seq, seed);
        entry.seq = seq;
        entry.user = population.user(seq);
        byte[] bytes = new byte[form.length()];
        form.fill(bytes, 0, entry);
        return bytes;
    }

    /** Of the event with that number. */
    public int user(long seq) {
        return population.user(seq);
    }
}
