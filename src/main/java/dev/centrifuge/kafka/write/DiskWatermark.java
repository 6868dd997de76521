package dev.centrifuge.kafka.write;

/**
 * What to do at so much free disk: the broker dies of a full one, so ingest stops well before, and everything that is
 * not a delivery or a checkpoint stops a little later. Going back needs a quarter more than the mark, so that a disk at
 * the mark does not flap. Pure, and belongs to one thread.
 */
final class DiskWatermark {

    private static final long MIB = 1 << 20;

    private final long shedBelow;
    private final long stopBelow;
    private DiskRoom room = DiskRoom.AMPLE;

    /**
     * @param shedBelow free bytes below which ingest takes nothing
     * @param stopBelow free bytes below which nothing but deliveries and checkpoints goes on; less than the first
     */
    DiskWatermark(long shedBelow, long stopBelow) {
        if (stopBelow > shedBelow) {
            throw new IllegalArgumentException("stop below " + stopBelow + " is above shed below " + shedBelow);
        }
        this.shedBelow = shedBelow;
        this.stopBelow = stopBelow;
    }

    /**
     * The marks for a disk of that size: a tenth of it, but at least 16 MiB (more than ingest writes between two looks)
     * and at most 1 GiB; and half of that.
     */
    static DiskWatermark of(long total) {
        long shed = Math.min(1024 * MIB, Math.max(16 * MIB, total / 10));
        return new DiskWatermark(shed, shed / 2);
    }

    DiskRoom judge(long free) {
        DiskRoom raw = level(free);
        // On the way back the free space is judged as if it were a fifth less.
        DiskRoom wary = level(free - free / 5);
        room = raw.compareTo(room) >= 0 ? raw : wary.compareTo(room) < 0 ? wary : room;
        return room;
    }

    private DiskRoom level(long free) {
        return free < stopBelow ? DiskRoom.STOP : free < shedBelow ? DiskRoom.SHED : DiskRoom.AMPLE;
    }
}
