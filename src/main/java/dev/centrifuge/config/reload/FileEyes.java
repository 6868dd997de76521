package dev.centrifuge.config.reload;

import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees what files hold, cheaply: it reads again only those whose size, time or inode changed. Two writes within one tick
 * of the file system's clock can look the same, so each look reads one in {@value #THOROUGH} of the others all the same: after so
 * many looks each was read.
 */
final class FileEyes {
    private static final int THOROUGH = 20;

    private record Stamp(
            long size, FileTime modified, @Nullable Object inode) {}

    private record Seen(Stamp stamp, String digest) {}

    private static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), null);
    private static final Seen NOTHING = new Seen(NONE, FileReads.ABSENT);
    private static final Seen FOLDER = new Seen(NONE, "directory");

    private Map<Path, Seen> last = new HashMap<>();
    private int looks;

    /** Digests of the files by path, {@link FileReads#ABSENT} for what is not there. Links are followed. */
    Map<Path, String> look(Collection<Path> files) {
        looks++;
        Map<Path, Seen> now = new HashMap<>();
        Map<Path, String> digests = new HashMap<>();
        for (Path file : files) {
            boolean thorough = Math.floorMod(file.hashCode() + looks, THOROUGH) == 0;
            Seen seen = see(file, thorough ? null : last.get(file));
            now.put(file, seen);
            digests.put(file, seen.digest());
        }
        last = now;
        return digests;
    }

    private static Seen see(Path file, @Nullable Seen before) {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return NOTHING;
        }
        if (found.isDirectory()) {
            return FOLDER;
        }
        Stamp stamp = new Stamp(found.size(), found.lastModifiedTime(), found.fileKey());
        return before != null && before.stamp().equals(stamp) ? before : new Seen(stamp, FileReads.digest(file));
    }
}
