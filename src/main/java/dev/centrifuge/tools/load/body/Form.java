package dev.centrifuge.tools.load.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event with blanks of a fixed width for what is its own. Immutable. */
final class Form {
    /** What may stand in a blank. */
    enum Blank {
        SEQ(12),
        AFTER(12),
        USER(8),
        /** When the client wrote it. */
        WRITTEN(IsoText.WIDTH),
        /** When the client sent it. */
        SENT(IsoText.WIDTH);

        private final int width;

        Blank(int width) {
            this.width = width;
        }
    }

    /** What goes into the blanks. Scratch of one run. */
    static final class Entry {
        final IsoText iso = new IsoText();
        long seq;
        long after;
        int user;
        long written;
        long sent;
    }

    private static final Pattern BLANK = Pattern.compile("\\{(seq|after|user|written|sent)}");

    private final Call call;
    private final byte[] bytes;
    private final int[] places;
    private final Blank[] blanks;

    private Form(Call call, byte[] bytes, List<Integer> places, List<Blank> blanks) {
        this.call = call;
        this.bytes = bytes;
        this.places = places.stream().mapToInt(Integer::intValue).toArray();
        this.blanks = blanks.toArray(Blank[]::new);
    }

    /** @param text JSON with <code>{seq}</code>, <code>{after}</code>, <code>{user}</code>, … where blanks are */
    static Form of(Call call, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> places = new ArrayList<>();
        List<Blank> blanks = new ArrayList<>();
        Matcher each = BLANK.matcher(text);
        int done = 0;
        while (each.find()) {
            bytes.writeBytes(text.substring(done, each.start()).getBytes(StandardCharsets.UTF_8));
            Blank blank = Blank.valueOf(each.group(1).toUpperCase(Locale.ROOT));
            places.add(bytes.size());
            blanks.add(blank);
            bytes.writeBytes(new byte[blank.width]);
            done = each.end();
        }
        bytes.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
        return new Form(call, bytes.toByteArray(), places, blanks);
    }

    /** How long a text will be as a form, in bytes. */
    static int length(String text) {
        return of(Call.TRACK, text).bytes.length;
    }

    Call call() {
        return call;
    }

    int length() {
        return bytes.length;
    }

    /** Writes the event; where it ends. */
    int fill(byte[] to, int at, Entry entry) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        for (int i = 0; i < places.length; i++) {
            int place = at + places[i];
            switch (blanks[i]) {
                case SEQ -> Digits.write(to, place, Blank.SEQ.width, entry.seq);
                case AFTER -> Digits.write(to, place, Blank.AFTER.width, entry.after);
                case USER -> Digits.write(to, place, Blank.USER.width, entry.user);
                case WRITTEN -> entry.iso.write(to, place, entry.written);
                case SENT -> entry.iso.write(to, place, entry.sent);
            }
        }
        return at + bytes.length;
    }
}
